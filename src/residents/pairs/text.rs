//! The words of pairs.

use crate::text;

text! {
    /// The words of the list of pairs and of the page on which one is decided.
    pub struct PairWords;
    title: "可能是同一个人" / "Perhaps one person";
    lead: "下面每一对的两份都很像。打开看看，定一定是不是同一个人。" / "The two records of each pair are much alike. Open a pair and decide whether it is one person.";
    back: "可能是同一个人" / "Perhaps one person";
    waiting: "等您看的" / "To decide";
    decided: "定过的" / "Decided";
    which: "看哪些" / "Which ones";
    none: "现在没有要看的。" / "Nothing to decide at present.";
    none_decided: "还没有定过。" / "Nothing decided yet.";
    next: "后面的" / "The next ones";
    first_page: "回到开头" / "Back to the beginning";
    both(first, second): "{first} 和 {second}" / "{first} and {second}";
    found_on(day): "{day}发现" / "found on {day}";
    decided_on(day, verdict): "{day}定的：{verdict}" / "decided on {day}: {verdict}";
    covered: "跨村的，名字先盖着，打开再看。" / "Across villages: the other name is covered until the pair is opened.";
    question: "这两份是同一个人吗？" / "Are these two one person?";
    first: "先记的" / "Noted first";
    second: "后记的" / "Noted later";
    noted_on(day): "{day}记到簿上" / "in the register since {day}";
    differences(n): "{n} 处不一样" / "{n} differences";
    difference: "1 处不一样" / "1 difference";
    no_differences: "处处一样" / "No differences";
    same_ones(n): "一样的 {n} 处" / "{n} that agree";
    compare: "两份记录，一项一项对着看" / "Both records, point by point";
    agrees: "一样" / "same";
    sounds_alike: "读音一样" / "sounds alike";
    partly: "有一样的" / "partly the same";
    differs: "不同" / "different";
    one_sided: "只一份有" / "in one only";
    nothing: "没有" / "none";
    name: "姓名" / "Name";
    document: "证件号" / "ID number";
    born: "出生日期" / "Born";
    sex: "性别" / "Sex";
    male: "男" / "male";
    female: "女" / "female";
    village: "村、组" / "Village, group";
    head: "户主" / "Head of household";
    relation: "是户主的" / "Relation to the head";
    phones: "号码" / "Numbers";
    in_both: "两份都有" / "in both";
    place: "现在在哪里" / "Where now";
    work: "工作" / "Work";
    last: "最近联系" / "Last contact";
    last_on(day, outcome): "{day}，{outcome}" / "{day}, {outcome}";
    never: "还没联系过" / "never yet";
    owner: "谁负责" / "Owner";
    unowned: "还没有人" / "nobody yet";
    different: "不是同一个人" / "two people";
    different_then: "记住了，以后不再问" / "Remembered: nobody is asked again";
    same: "是同一个人，等合并" / "one person, to be merged";
    same_then: "两份都先留着，以后能合到一起" / "Both records stay until they can be merged";
    unsure: "看不准就先放着，打电话问问本人再定。" / "If unsure, leave it and ask the person on the telephone first.";
    was_decided(day, name, verdict): "{day}，{name}定的：{verdict}。" / "{name} decided on {day}: {verdict}.";
    same_waits: "现在还不能合并。两份都照旧用着，等能合并的时候，从这里合到一起。" / "Records cannot be merged yet. Both stay in use; when merging is there, it begins from here.";
    reopen: "定错了，重新定" / "A mistake? Decide again";
    closed: "其中一份已经收起，现在不用定。那一份重新启用，这一对会再出来。" / "One of the two is closed, so there is nothing to decide now. If it opens again, the pair comes back.";
    meanwhile: "您看的时候，别人已经定了。" / "Somebody decided while you were looking.";
    done_different(first, second): "记下了：{first} 和 {second} 不是同一个人，以后不再问。" / "Noted: {first} and {second} are two people; nobody is asked again.";
    done_same(first, second): "记下了：{first} 和 {second} 是同一个人，等合并。" / "Noted: {first} and {second} are one person, to be merged.";
    done_reopened(first, second): "{first} 和 {second} 放回来了，等着再定。" / "{first} and {second} wait for a decision again.";
    undo: "记错了，改回去" / "A mistake? Undo it";
}
