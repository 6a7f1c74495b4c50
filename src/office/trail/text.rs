//! The words of the trail's page.

use crate::text;

text! {
    /// The words of the trail's page.
    pub struct TrailWords;
    title: "留痕" / "The trail";
    lead: "谁在什么时候对谁做了什么，最新的在前。只有编号，没有乡亲的姓名，谁都改不了。" / "Who did what to whom and when, the newest first. Ids only, no names of residents; nobody can change it.";
    kept: "留痕保存 3 年。要证明没有人动过，在服务器上运行 kith check，它会从第一行起一环一环地核对。" / "The trail is kept for 3 years. To prove that nobody touched it, run kith check on the server: it goes through the chain from the first row.";
    ask: "只看一部分" / "See only some of it";
    person: "对谁" / "Done to";
    person_hint: "地址里的 13 位编号，或区划代码" / "The 13 characters of the address, or a division’s code";
    actor: "谁做的" / "Done by";
    actor_hint: "用户名" / "A user name";
    kind: "什么事" / "What";
    any_kind: "什么事都看" / "Anything";
    from: "从哪天" / "From";
    until: "到哪天" / "Until";
    show: "看这一部分" / "See it";
    only(what): "只看：{what}" / "Only: {what}";
    everything: "看全部" / "See everything";
    to(id): "对 {id}" / "done to {id}";
    by(name): "{name} 做的" / "done by {name}";
    since(day): "{day}起" / "from {day}";
    up_to(day): "到 {day}" / "until {day}";
    none: "没有这样的留痕。" / "There is no such row.";
    caption: "留痕，最新的在前" / "The trail, newest first";
    when: "时间" / "When";
    who: "谁" / "Who";
    what: "什么事" / "What";
    whom: "对谁" / "Done to";
    details: "细节" / "Details";
    place: "链上" / "In the chain";
    reason(words): "原因：“{words}”" / "Reason: “{words}”";
    amount(n): "{n} 个" / "{n} of them";
    system: "系统" / "Kith itself";
    command: "服务器上的命令" / "A command on the server";
    resident: "乡亲本人" / "The resident";
    staff: "账号" / "An account";
    linked(n): "第 {n} 环" / "Link {n}";
    unlinked: "还没接上" / "Not linked yet";
    download: "下载成表格（CSV）" / "Download as a table (CSV)";
    download_most(n): "一次最多 {n} 行，再多请按时间分几次。下载也会留痕。" / "At most {n} rows at once; for more, go by time. A download is itself on record.";
    print: "打印这一页" / "Print this page";
    next(n): "再看 {n} 行" / "Next {n} rows";
    first_page: "回到最新的" / "Back to the newest";
    join: "，" / ", ";
    comma: "、" / ", ";
    name: "姓名" / "Name";
    username: "用户名" / "User name";
    office: "单位" / "Office";
    role: "岗位" / "Role";
    code: "代号" / "Word";
    id: "编号" / "Id";
    fields_column: "哪些项" / "Fields";
    reason_column: "原因" / "Reason";
    amount_column: "数量" / "Number";
}
