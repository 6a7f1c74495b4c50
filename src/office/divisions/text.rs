//! The words of divisions and departments.

use crate::text;

text! {
    /// The words of divisions and departments.
    pub struct DivisionWords;
    title: "区划" / "Divisions";
    counted(townships, villages): "{townships} 个镇街，{villages} 个村" / "{townships} townships, {villages} villages";
    none: "还没有镇街和村" / "No townships yet";
    none_why: "把县里的名录贴进来，一次就好。" / "Paste the county’s list once; that is all.";
    county_first: "先填县名和代码" / "First the county’s name and code";
    county_first_why: "镇街的代码要从县的代码接下去，所以先填那一页。" / "The codes of townships begin with the county’s code, so that page comes first.";
    fill_county: "去填县名" / "Fill in the county";
    caption: "按区划代码排" / "By division code";
    name: "名称" / "Name";
    code: "代码" / "Code";
    villages: "村、社区" / "Villages";
    population: "户籍人口" / "Registered";
    phone: "办公电话" / "Office telephone";
    no_phone: "没填" / "none yet";
    bring: "贴一份名录" / "Paste a list";
    departments_link: "部门" / "Departments";
    in_township(name): "{name}的村、社区" / "Villages of {name}";
    merged_into(name): "并到了{name}" / "merged into {name}";
    no_villages: "这个镇街下面还没有村。" / "There are no villages in it yet.";
    population_hint: "县里登记的人数，只用来算比例" / "People registered here; used for shares only";
    phone_hint: "干部和乡亲有难处就打这个号码" / "What cadres and residents ring when stuck";
    contact: "资料专员" / "Data contact";
    contact_hint: "乡亲说资料不要了，由这一位停用；停用的只有这一位找得到" / "Whoever locks a record at the person’s word; nobody else finds what is locked";
    contact_nobody: "还没有定" / "nobody yet";
    vacant: "空缺的岗位" / "a vacant post";
    save: "记下来" / "Save";
    saved: "记好了。" / "Saved.";
    taken(n): "收进来 {n} 行。" / "{n} rows taken in.";
    list_title: "贴一份名录" / "Paste a list";
    list_lead: "先看一遍会变什么，没问题再收。名录里没有的镇村不会动，也不会删。" / "First see what would change, then take it in. What the list does not name stays as it is.";
    list_label: "名录" / "The list";
    list_hint: "一行一个：代码，名称，户籍人口，办公电话（可不写）。从 Excel 里复制过来就行" / "One a line: code, name, registered population, telephone (optional). Copy it from Excel";
    file: "或者选一个 CSV 文件" / "Or choose a CSV file";
    check: "看一遍会变什么" / "See what would change";
    check_again: "再看一遍" / "Look again";
    take(n): "收下这 {n} 行" / "Take in these {n} rows";
    all_same: "都和簿上的一样，没有要收的。" / "Everything stands already; there is nothing to take in.";
    nothing: "没有看到名录，请贴在下面。" / "There is no list yet; please paste it below.";
    found(good, wrong): "{good} 行能收，{wrong} 行要改" / "{good} rows can be taken in, {wrong} need mending";
    fix: "改好再看一遍。能收的不用等，可以先收。" / "Mend them and look again. The good rows need not wait.";
    line(n): "第 {n} 行" / "Line {n}";
    verdict: "会怎样" / "What happens";
    new: "新的" / "new";
    changed: "有改动" / "changed";
    same(n): "另外 {n} 行和簿上的一样。" / "{n} more rows stand already as they are.";
    ended(n): "另外 {n} 行是已经并掉的村，不动，也不会重新开。" / "{n} more rows are of villages that have ended; they stay as they are.";
    more(n): "还有 {n} 行没有列出来。" / "{n} more rows are not shown.";
    problem(line, words): "第 {line} 行：{words}" / "Line {line}: {words}";

    departments_title: "部门" / "Departments";
    departments_counted(n): "{n} 个部门" / "{n} departments";
    departments_none: "还没有部门" / "No departments yet";
    departments_why: "乡亲的诉求以后交给这些部门办。把名录贴进来，一次就好。" / "Requests go to these departments. Paste the list once; that is all.";
    short_name: "简称" / "Short name";
    departments_hint: "一行一个：代码，名称，简称（可不写）。从 Excel 里复制过来就行" / "One a line: code, name, short name (optional). Copy it from Excel";
}
