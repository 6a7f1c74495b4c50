//! The words of setting up a county.

use crate::text;

text! {
    /// The words of the one-time link.
    pub struct SetUpWords;
    title: "第一个管理员账号" / "The first administrator";
    lead: "这个县的簿子还是空的。先给自己开一个县级管理员账号，这个链接就用完了。" / "This county’s book is still empty. Make your own administrator account; the link then opens nothing more.";
    name: "您的姓名" / "Your name";
    username: "用户名" / "User name";
    username_hint: "小写字母、数字或短横，登录时用" / "Small letters, digits or hyphens; you sign in with it";
    password: "密码" / "Password";
    password_hint: "8 个字以上，别用生日和电话" / "8 characters or more; no birthday, no telephone number";
    again: "密码再填一次" / "The password once more";
    create: "开账号，接着填县里的情况" / "Make the account and go on";
}

text! {
    /// The words of the settings.
    pub struct SettingsWords;
    title: "设置" / "Settings";
    to_do(n): "还有 {n} 步就能用了" / "{n} steps to go";
    lead: "照着做，做完一步就打一个勾。随时可以停下，明天接着来。" / "Follow the steps; each is ticked when done. Stop whenever you like and go on tomorrow.";
    ready: "都填好了。要改哪一样，点进去就能改。" / "Everything is in place. Open whatever you want to change.";
    steps: "一步一步来" / "Step by step";
    done: "，做完了" / ", done";
    saved: "记好了。" / "Saved.";
    step_county: "县名和告知乡亲的话" / "The county, and what residents are told";
    step_divisions: "镇街和村" / "Townships and villages";
    step_departments: "部门" / "Departments";
    step_officers: "每个镇街一位工作人员" / "An officer for each township";
    none: "还没有填" / "Nothing yet";
    named(name, code): "{name}，代码 {code}" / "{name}, code {code}";
    divisions(townships, villages): "{townships} 个镇街，{villages} 个村" / "{townships} townships, {villages} villages";
    departments(n): "{n} 个部门" / "{n} departments";
    staffed(n, all): "{all} 个镇街里，{n} 个有人了" / "{n} of {all} townships have one";
    fill_in: "去填" / "Fill in";
    change: "看一看，改一改" / "Look or change";
    county_title: "县名和告知乡亲的话" / "The county, and what residents are told";
    county_lead: "乡亲问“谁在管我的资料、找谁问”，看到的就是这些。" / "This is what residents read when they ask who keeps their data and whom to ring.";
    county_part: "县" / "The county";
    office_part: "办公室，每一页下面都有它的电话" / "The office; its number stands at the foot of every page";
    data_part: "资料的事找谁" / "Whom to ask about data";
    filing_part: "备案" / "Filing";
    save: "记下来" / "Save";
}

text! {
    /// The fields of the county's form.
    pub struct FieldWords;
    code: "区划代码" / "Division code";
    code_hint: "6 位数字，有了镇街以后就不能再改" / "6 digits; it cannot change once there are townships";
    name: "县名" / "Name of the county";
    name_hint: "乡亲看到的名字，像“重庆市梁平区”" / "As residents know it";
    office: "办公室的名称" / "Name of the office";
    office_phone: "办公室的电话" / "Telephone of the office";
    data_contact: "资料联系人" / "Data contact";
    data_contact_hint: "乡亲想看、想改、想删自己的资料，找这一位" / "Whom a resident asks to see, correct or erase their data";
    data_contact_phone: "资料联系人的电话" / "Telephone of the data contact";
    purpose: "存资料是为了什么" / "What the data is for";
    purpose_hint: "一句话，不填就用平常的说法" / "One sentence; left empty, the usual words stand";
    filing: "ICP 备案号" / "ICP filing number";
    police_filing: "公安备案号" / "Police filing number";
}
