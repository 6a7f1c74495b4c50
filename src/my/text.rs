//! The words of the resident's own pages.

use crate::text;

text! {
    /// Opening the link.
    pub struct OpenWords;
    title: "打开您自己的页面" / "Open your own page";
    lead: "填一样只有您知道的，别人捡到链接也看不了。" / "Type one thing only you know, so that whoever finds the link sees nothing.";
    id_number: "您证件号的后四位" / "The last four of your ID number";
    id_hint: "最后一位是字母的也填，像 022X" / "A letter at the end counts, such as 022X";
    birth_date: "您的出生日期" / "Your birth date";
    birth_hint: "像 1992-03-04" / "Such as 1992-03-04";
    code: "链接旁边印的 6 位数字" / "The six digits printed beside the link";
    code_hint: "登记完给您看过，或者村里印给您的" / "You saw them after registering, or the village printed them for you";
    open: "打开" / "Open";
    wait_title: "试错的次数多了" / "Too many wrong tries";
    wait(minutes): "为了不让别人乱试，请过 {minutes} 分钟再来。" / "So that nobody guesses, please come back in {minutes} minutes.";
    lost: "记不得，或者不是您的链接？打电话给村里，村里给您一个新的。" / "Forgotten, or not your link? Ring the village for a new one.";
    gone: "这个链接打不开" / "This link does not open";
    gone_why: "可能没抄全，也可能村里已经给您换了新的。请用新的那个，或者打电话给村里。" / "It may be incomplete, or the village has given you a new one since. Please use that, or ring the village.";
    dead: "这个链接停用了" / "This link no longer opens";
    dead_why: "试错了太多次，为了安全停掉了。请打电话给村里，村里给您换一个新的。" / "It was tried wrongly too often and was shut for safety. Please ring the village: it gives you a new one.";
    register: "还没登记过，去登记" / "Not registered yet? Register";
}

text! {
    /// After sending a registration, and while it waits.
    pub struct SentWords;
    sent: "交好了" / "Sent";
    sent_to(name, village): "{name}，已经交给{village}了" / "{name}, it is with {village} now";
    next: "接下来" / "What comes next";
    will_ring(day, weekday, number): "村干部会在{day}（{weekday}）前给 {number} 打电话，跟您核对一遍。" / "A cadre will ring {number} by {weekday}, {day}, to check it with you.";
    township_will_ring(day, weekday, number): "村里现在没有干部，镇上会在{day}（{weekday}）前给 {number} 打电话，跟您核对一遍。" / "The village has no cadre now: the township will ring {number} by {weekday}, {day}, to check it with you.";
    will_ring_by(office): "电话从{office}打来，请放心接。没人会问您要钱、要验证码。" / "The call comes from {office}. Nobody will ask you for money or codes.";
    reference: "您的登记号" / "Your reference number";
    quote: "打电话问的时候报这个号" / "Give it when you ring";
    own_page: "您自己的页面" / "Your own page";
    own_why: "请截屏，或把链接发给自己的微信。以后报平安、看自己的资料，都从这里进。" / "Take a screenshot, or send the link to yourself. You come in here to say you are well and to see your record.";
    open: "打开我的页面" / "Open my page";
    not_mine: "这不是我的手机，退出" / "This is not my phone: leave";

    waiting(village): "等{village}核对" / "{village} is checking it";
    hello(name): "{name}，您好" / "{name}";
    late: "已经过了说好的日子，镇上也在看了。着急就打电话：" / "The day has passed; the township sees it too now. To hurry it, ring:";
    turned_down(village): "{village}没有收下" / "{village} did not take it in";
    turned_down_why(village): "{village}说：" / "{village} says:";
    turned_down_next: "有不对的，请打电话给村里，或者重新登记一次。" / "If something is not right, ring the village or register again.";
    register_again: "重新登记" / "Register again";
    passed_on(village): "已经转给{village}核对。" / "It was passed on to {village}.";
    what_you_sent: "您填的" / "What you sent";
    sent_on: "交的日子" / "Sent on";
    link_again: "再看一次我的链接和二维码" / "See my link and QR code again";
}

text! {
    /// The record as its owner sees it.
    pub struct MyWords;
    title: "我的页面" / "My page";
    hello(name): "{name}，您好" / "{name}";
    how: "您现在怎样？点一下就行。" / "How are you? One tap is enough.";
    fine: "都好，没变化" / "All well, nothing has changed";
    fine_what: "电话、地方、工作都没变" / "Same number, same place, same work";
    help: "有事要家里帮忙" / "I need help from home";
    help_what: "点了以后，会尽快有人打给您" / "Somebody will ring you as soon as possible";
    still_works(number): "{number} 还打得通（可不勾）" / "{number} still works (optional)";
    done_fine: "记下了，您报了平安。" / "Noted: you are well.";
    done_help(whom): "记下了。{whom}会尽快打给您；急事请直接打：" / "Noted. {whom} will ring you as soon as possible; if it is urgent, ring:";
    help_stands(day, whom): "您{day}说有事要帮忙，{whom}会打给您。" / "On {day} you asked for help; {whom} will ring you.";
    last(what): "上次联系：{what}" / "Last contact: {what}";
    last_words(day, kind): "{day}，{kind}" / "{day}, {kind}";
    closed(day): "这份登记在{day}注销了，村里不再打给您。" / "This record was closed on {day}; the village rings no more.";
    closed_what: "要是不对，点下面任一个，镇上会看到，再跟您核对。" / "If that is wrong, tap either of these: the township will see it and check with you.";
    contested: "您说还在联系，镇上正在看。" / "You said you are still there; the township is looking into it.";
    locked: "您的资料停用了" / "Your record is locked";
    locked_why: "谁也找不到、打不开它。想恢复，或者有话要问，请打电话：" / "Nobody can find or open it. To have it opened again, or to ask, please ring:";
    owner: "谁负责您" / "Who answers for you";
    owned_by(name, village): "{village} {name}" / "{name}, {village}";
    unowned(village): "{village}还没有定下谁来联系您。" / "{village} has not yet named anybody for you.";
    ring_village: "找村里：" / "To reach the village:";
    looks: "谁看过您的资料" / "Who looked at your record";
    no_looks: "还没有人看过。" / "Nobody yet.";
    look(reader, place, role): "{reader}，{place}，{role}" / "{reader}, {role}, {place}";
    look_short(reader, role): "{reader}，{role}" / "{reader}, {role}";
    revealed(who, what, reason): "{who}，看了{what}，原因：“{reason}”" / "{who}: saw the {what}, because “{reason}”";
    all_looks: "看全部" / "See all";
    facts: "您的资料" / "Your record";
    wrong: "有不对的，打电话给村里改。证件号和电话只露头尾，全的只有责任干部打电话时看得到。" / "If something is wrong, ring the village. Numbers show their ends only; whole they are seen by those who ring you.";
    name: "姓名" / "Name";
    home: "老家" / "Home";
    household: "家里" / "Household";
    sex: "性别" / "Sex";
    birth: "出生" / "Born";
    id_number: "证件" / "Document";
    reach: "联系方式" / "To reach you";
    none: "没有" / "none";
    whose(value, whose): "{value}（{whose}）" / "{value} ({whose})";
    place: "现在在" / "Where you are";
    at_home: "在家" / "at home";
    told(place, day): "{place}，{day}记的" / "{place}, noted on {day}";
    work: "工作" / "Work";
    hours: "方便的时候" / "When to ring";
    group: "几组" / "Group";
    head: "户主" / "Head of the household";
    head_is(name): "户主 {name}" / "head: {name}";
    note: "备注" / "Note";
    priority(reason): "多联系：{reason}" / "Rung more often: {reason}";
    basis: "为什么存" / "Why it is kept";
    informed_on(day): "{day}告诉过您" / "you were told on {day}";
    leave_title: "不是您？" / "Not you?";
    leave: "不是我，退出" / "Not me: leave";
}
