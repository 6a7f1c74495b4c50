//! The words of lists and rows.

use crate::text;

text! {
    /// The words of a person's row on a list.
    pub struct RowWords;
    group(n): "{n}组" / "group {n}";
    head_self: "户主" / "head of the household";
    of_head(head, relation): "{head}的{relation}" / "{head}’s {relation}";
    help: "要人帮忙" / "asks for help";
    new: "新登记" / "newly registered";
    lost(days): "失联第 {days} 天" / "lost, day {days}";
    late(days): "晚 {days} 天" / "{days} days late";
    due_today: "今天到期" / "due today";
    due(days): "到期 {days} 天" / "due {days} days";
    in_order: "联系正常" / "in order";
    at_home: "在家" / "at home";
    declined: "不愿联系" / "wants no contact";
    closed: "已注销" / "closed";
    was_in(place): "原在{place}，现在不清楚" / "was in {place}, now unknown";
    home_now: "已返乡" / "back home";
    spoke(day): "{day}说过话" / "spoke on {day}";
    relayed(day): "{day}亲属转达" / "heard through a relative on {day}";
    reported(day): "{day}本人自报" / "own report on {day}";
    came_home_on(day): "{day}返乡" / "came home on {day}";
    declined_on(day): "{day}说不愿联系" / "asked on {day} not to be contacted";
    never: "还没联系过" / "never contacted yet";
    tried(day, n): "{day}没打通，已试 {n} 次" / "not reached on {day}, tried {n} times";
    every(days): "该 {days} 天一次" / "every {days} days";
    because_mark(days): "重点关心，{days} 天一次" / "marked as priority, every {days} days";
    because_request(days): "诉求在办，{days} 天一次" / "a request is open, every {days} days";
    because_family(days): "家里老小没人照看，{days} 天一次" / "children or old people alone at home, every {days} days";
    because_settled(days): "在外安稳，{days} 天一次" / "settled away, every {days} days";
    no_number: "没有号码，见面时问一问" / "no number: ask when you meet";
    own: "本人" / "own";
    join: "，" / ", ";
    reveal: "看号码，写明原因" / "see the number, giving a reason";
}

text! {
    /// The words of the page on which people are found.
    pub struct FindWords;
    title: "找人" / "Find";
    hint: "打名字、拼音头几个字母，或电话、身份证的后四位" / "A name, the first letters of its pinyin, or the last four of a telephone or ID number";
    label: "找谁" / "Whom";
    find: "找人" / "Find";
    found(n): "找到 {n} 位" / "{n} found";
    found_more(n): "找到的多于 {n} 位，先列 {n} 位" / "More than {n} found; the first {n}";
    only(place): "只找{place}的乡亲" / "Only people of {place}";
    none(wanted): "簿上没找到“{wanted}”" / "Nobody found for “{wanted}”";
    none_hidden: "簿上没找到这个号码" / "Nobody found with this number";
    none_why(place): "只找了{place}的乡亲。名字不敢确定，就只打头一个字，或打拼音头几个字母，像 zxy。" / "Only people of {place} were looked through. If unsure, type the first character only, or the first letters of the pinyin, like zxy.";
    mine: "我负责的" / "Mine";
    village: "全村" / "The whole village";
    whose: "看谁的" / "Whose";
    by_standing: "按情况看" / "By standing";
    all: "全部" / "All";
    overdue: "晚了" / "Late";
    due: "到期" / "Due";
    lost: "失联" / "Lost";
    in_order: "联系正常" / "In order";
    number_missing: "没有号码" / "No number";
    closed: "已注销" / "Closed";
    empty: "这里现在没有人。" / "Nobody here at present.";
    next(n): "后面 {n} 位" / "The next {n}";
    pairs: "可能是同一个人的两份" / "Records that are perhaps one person";
    first_page: "回到开头" / "Back to the beginning";
    add: "簿上没有？添一位" / "Not in the register? Add somebody";
    take_out: "导出名单，做成表格" / "Take the list out as a workbook";
    locked: "停用的资料" / "Locked records";
}

text! {
    /// The words of what two records have in common, and of the list of those that are alike.
    pub struct AlikeWords;
    same_id_number: "证件号一样" / "same ID number";
    same_phone: "本人电话一样" / "same own number";
    same_name: "名字读音一样" / "names that sound alike";
    only_the_name: "只有名字读音一样" / "only the names sound alike";
    same_birth: "同一天出生" / "born on the same day";
    same_household: "户主一样" / "same head of household";
    join: "，" / ", ";
    stop: "。" / ".";
    title_one: "簿上有一位很像的人" / "Somebody in the register is very much alike";
    title(n): "簿上有 {n} 位很像的人" / "{n} people in the register are very much alike";
    look_first: "先看看是不是同一个人，免得一个人记两份。" / "See first whether it is the same person, so that nobody stands in the register twice.";
    perhaps(name): "可能和{name}是同一个人" / "Perhaps the same person as {name}";
    named(name, kin): "{name}（{kin}）" / "{name} ({kin})";
    same_waits(name): "和{name}是同一个人，等合并" / "The same person as {name}, to be merged later";
}
