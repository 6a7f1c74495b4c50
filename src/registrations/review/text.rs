//! The words of deciding registrations.

use crate::text;

text! {
    pub struct ReviewWords;
    title: "登记" / "Registrations";
    waiting_title(n): "{n} 份登记等您核对" / "{n} registrations wait for you";
    waiting_one: "1 份登记等您核对" / "1 registration waits for you";
    waiting_more(n): "{n} 份以上的登记等您核对" / "More than {n} registrations wait for you";
    nothing_title: "没有登记等您核对" / "No registration waits";
    nothing: "有人扫码登记了，会排在这里，也会在今日联系上头提醒您。" / "Whoever registers by link or code will stand here, and a line above your worklist will say so.";
    township_lead: "这里是村里 3 个工作日没办的，和没有村干部的村的。" / "What a village did not decide within 3 working days, and what was sent to villages without a cadre.";
    lead: "先来的在前。请在 3 个工作日里打个电话核对。" / "The oldest first. Please ring and check within 3 working days.";
    tab_waiting: "等核对" / "Waiting";
    tab_decided: "办过的" / "Decided";
    tabs: "看哪些" / "Which ones";
    sent(at): "{at}登记" / "registered {at}";
    until(day): "{day}前核对" / "check by {day}";
    is_late(day): "该在 {day} 前核对，晚了" / "should have been checked by {day}";
    looks_new: "新来的" / "somebody new";
    looks_like(name): "很像簿上的{name}" / "much like {name} on file";
    has_namesake(name): "簿上有一位{name}，名字读音一样" / "{name} on file has a name that sounds the same";
    shares_number(name): "和簿上的{name}同一个号码，名字不一样" / "the same number as {name} on file, another name";
    tick(name): "{name}：新来的，一起记" / "{name}: somebody new, record too";
    accept_ticked: "打了勾的都记到簿上" / "Record all that are ticked";
    accept_ticked_small: "每人一份记录，30 天内能撤回" / "a record for each; can be undone within 30 days";
    next: "后面的登记" / "The next ones";
    village(name): "{name}" / "{name}";

    back: "等您核对的登记" / "Registrations that wait";
    same_person: "这是同一个人吗？" / "Is this the same person?";
    namesake_lead(sent, kept): "簿上有一位{kept}，名字和刚登记的{sent}读音一样，别的没有一样的。" / "There is a {kept} on file whose name sounds like that of {sent}; nothing else is alike.";
    number_lead(sent, kept): "簿上的{kept}也用这个号码，名字和刚登记的{sent}不一样。一家人常合用一个号码。" / "{kept} on file has the same number, but not the name of {sent}. Families often share one number.";
    picked_lead(sent, kept): "刚登记的{sent}，和您找出来的{kept}对着看。" / "{sent}, who just registered, beside {kept}, whom you looked up.";
    same_lead(sent, kept): "刚登记的{sent}，很像簿上已有的{kept}。" / "{sent}, who just registered, is much like {kept} on file.";
    somebody_new: "新来的一位，记到簿上吗？" / "Somebody new: record them?";
    new_lead(name): "簿上没有找到像{name}的人。" / "Nobody like {name} was found on file.";
    registered: "登记" / "Registered";
    by_code(at): "{at}，自己填的" / "{at}, by themselves";
    forms(n): "同一个人交了 {n} 份，一起办" / "{n} forms of one person, decided together";
    forms_many(n, newest): "同一个人交了 {n} 份：这一份和最新的 {newest} 份一起办，其余的留在这里接着办" / "{n} forms of one person: this one and the newest {newest} are decided together, the rest stay here to be decided next";
    forms_most(n, newest): "同一个人交了 {n} 份以上：这一份和最新的 {newest} 份一起办，其余的留在这里接着办" / "More than {n} forms of one person: this one and the newest {newest} are decided together, the rest stay here to be decided next";
    how_many: "份数" / "Forms";
    only_this(forms): "{forms}。收下时只用这一份：别的几份什么也不带到簿上，它们的链接也停用" / "{forms}. Only what this one says enters the record: the others bring nothing, and their links are shut";
    likeness: "相像" / "Alike";
    deadline: "期限" / "By";
    call_by(day): "{day}前打电话核对" / "ring and check by {day}";
    reference: "登记号" / "Number";
    call(name, number): "打给{name} {number}" / "Call {name} {number}";
    differences(n): "{n} 处不一样" / "What differs: {n}";
    no_differences: "没有不一样的地方" / "Nothing differs";
    agreeing(n): "一样的、没有填的 {n} 处" / "{n} that agree or were not sent";
    what: "哪一项" / "What";
    sent_column: "刚填的" / "Just sent";
    kept_column: "簿上的" / "On file";
    which: "留哪个" / "Which to keep";
    nothing_sent: "没有填" / "not sent";
    nothing_kept: "簿上没有" / "not on file";
    take_sent: "新填的" / "just sent";
    take_kept: "簿上的" / "on file";
    phone_sent: "先打新号码" / "call the new one first";
    phone_kept: "先打旧号码" / "call the old one first";
    both_numbers: "两个号码都留着，只选先打哪个。" / "Both numbers are kept; the choice is which to call first.";
    note: "带的话" / "A word";
    agreed: "本人同意的" / "Agreed to";
    agreed_contact: "存资料、保持联系" / "keeping in touch";
    agreed_id_number: "存证件号" / "keeping the ID number";
    agreed_requests: "转办所提的事" / "passing requests on";
    agreed_on(what, day): "{what}，{day}" / "{what}, {day}";

    link: "打印或换一个个人链接" / "Print or replace the personal link";
    join: "是同一个人，合到一起" / "The same person: join them";
    join_small: "号码都留着，旧的去向留作历史" / "all numbers kept, earlier places stay as history";
    accept_other: "不是，记成新的一位" / "No: record somebody new";
    accept: "记到簿上" / "Record them";
    joins_household(head): "归到{head}那一户" / "in the household of {head}";
    new_household: "先立一户，户主以后可以改" / "in a household of their own, which can be changed later";
    turn_down: "不收，写明原因" / "Turn down, with a reason";
    pass_on: "不是本村的，交给别的村" / "Not of this village: pass on";
    undo_hint: "办错了，30 天内可以撤回。" / "A mistake can be undone within 30 days.";
    others: "也像的人" / "Also alike";
    search: "都不是？在簿上找一找" / "None of them? Look somebody up";
    search_label: "名字或拼音头几个字母" / "A name, or the first letters of its pinyin";
    search_button: "找一找" / "Look up";
    found_here: "找到的" / "Found";
    found_more(n): "只列出前 {n} 位，再多写几个字" / "Only the first {n} are shown: write more of the name";
    search_none(q): "簿上没找到“{q}”。" / "Nobody found for “{q}”.";
    look_at(name): "看看{name}" / "See {name}";

    turn_down_title(name): "不收{name}的登记" / "Turn down the registration of {name}";
    turn_down_lead: "原因会给登记的人看，请写得让人明白。" / "Whoever registered reads the reason: please make it plain.";
    reason: "为什么不收" / "Why";
    reason_hint: "例如：电话打过了，是填错了村，请重新扫那个村的码" / "For example: we rang, and the village was chosen by mistake; please use that village’s code";
    turn_down_button: "不收，把原因告诉登记的人" / "Turn down and tell them why";
    pass_on_title(name): "把{name}的登记交给别的村" / "Pass the registration of {name} on";
    pass_on_lead: "交过去以后，由那个村在 3 个工作日里核对。没办以前，30 天内您可以拿回来。" / "That village then checks it within 3 working days. Until it decides, you can take it back within 30 days.";
    village_label: "交给哪个村" / "To which village";
    village_hint: "本镇的写村名，别的镇写镇名加村名，例如 屏锦镇明月村" / "Its name; for another township, township and village, such as 屏锦镇明月村";
    pass_on_button: "交过去" / "Pass on";
    review: "回到这份登记" / "Back to the registration";

    accepted(name): "{name}记到簿上了。" / "{name} is on file.";
    accepted_many(n): "{n} 位记到簿上了。" / "{n} people are on file.";
    some_decided(n): "另有 {n} 份别人刚办过，没有再办。" / "{n} more had just been decided by somebody else.";
    joined(name): "{name}的登记合到簿上了。" / "The registration of {name} is joined to the record.";
    turned_down(name): "{name}的登记没有收，原因已经写给本人看。" / "The registration of {name} is turned down; they can read why.";
    passed(name, village): "{name}的登记交给{village}了。" / "The registration of {name} is passed on to {village}.";
    undone(name): "撤回了，{name}的登记重新等着核对。" / "Undone: the registration of {name} waits again.";
    see_or_undo: "看一看，或撤回" / "See it, or undo";
    next_person: "他们排在今日联系里，打个电话认识一下。" / "They stand on the worklist: ring to get acquainted.";

    decided_title: "办过的登记" / "Decided registrations";
    decided_none: "30 天内没有办过登记。" / "No registration was decided within 30 days.";
    state_accepted: "记成新的一位" / "recorded as somebody new";
    state_joined: "合到簿上的记录" / "joined to a record";
    state_turned_down: "没有收" / "turned down";
    state_waiting: "等核对" / "waiting";
    passed_title: "交给别的村，还没办的" / "Passed on and not decided yet";
    passed_to(village, day): "{day}交给{village}" / "passed on to {village} on {day}";
    take_back: "拿回来" / "Take it back";
    taken_back(name): "{name}的登记拿回来了。" / "The registration of {name} is back.";
    decided_by(who, at): "{who}，{at}" / "{who}, {at}";
    decided_lead(what, who): "{who}办的：{what}。" / "{who}: {what}.";
    told_reason(reason): "写给本人的原因：“{reason}”" / "The reason they read: “{reason}”";
    see_record: "看这个人的记录" / "See the record";
    undo_title: "办错了？" / "A mistake?";
    undo_accept: "撤回以后，登记重新等着核对；刚建的记录收起来，不删，再记时还是它。" / "The registration waits again; the record it made is put away, not deleted, and comes back if it is recorded again.";
    undo_accept_used(n): "这份记录后来有人联系过 {n} 次（本人自己报的也算）或改过，撤回以后它会留在簿上，登记重新等着核对。" / "Since then the record was contacted {n} times, by the person too, or changed: it stays on file, and the registration waits again.";
    undo_join: "撤回以后，登记带来的号码和去向拿下来（后来打过的号码留着），登记重新等着核对。" / "The numbers and the place it brought are taken off (numbers used since stay), and the registration waits again.";
    undo_turn_down: "撤回以后，登记重新等着核对。" / "The registration waits again.";
    undo_button: "撤回，重新核对" / "Undo, and check again";
    undo_over: "超过 30 天，不能撤回了。" / "More than 30 days ago: it can no longer be undone.";

}

text! {
    /// The words of a comparison.
    pub struct CompareWords;
    same: "一样" / "the same";
    differs: "不同，留簿上的" / "differs: what is on file stays";
    only_sent: "簿上没有，补上" / "not on file: it is added";
    only_kept: "没有填，簿上的留着" / "not sent: what is on file stays";
    with_place: "跟着去向选的" / "goes with the place";
    name: "姓名" / "Name";
    house: "户" / "Household";
    household(head, group): "{group} {head}" / "{head} {group}";
    sex: "性别" / "Sex";
    male: "男" / "man";
    female: "女" / "woman";
    born: "出生" / "Born";
    phone: "电话" / "Telephone";
    wechat: "微信" / "WeChat";
    place: "现在在哪里" / "Where now";
    work: "工作" / "Work";
    id_number: "身份证" / "ID number";
    hours: "方便的时间" / "Good hours";
    and: "、" / " and ";
}
