//! The words of accounts and slips.

use crate::text;

text! {
    /// The words of accounts.
    pub struct StaffWords;
    title: "账号" / "Accounts";
    title_of(place): "{place}的账号" / "Accounts of {place}";
    county: "全县" / "the county";
    new: "给一个人开账号" / "Make an account";
    by_list: "照名单一起开" / "Make accounts by a list";
    slips: "打印起始码条子" / "Print start-code slips";
    by_state: "按情况看" / "By state";
    all: "全部" / "All";
    waiting: "还没登过" / "Not signed in yet";
    closed: "停用" / "Closed";
    search: "找人：姓名或用户名" / "Find by name or user name";
    find: "找" / "Find";
    caption: "按用户名排" / "By user name";
    none: "这里没有账号。" / "There are no accounts here.";
    none_found: "没有找到，换个写法再找找。" / "Nobody found; try another spelling.";
    none_yet: "先开第一个账号：一个一个开，或照名单一起开。" / "Make the first account: one by one, or by a list.";
    name: "姓名" / "Name";
    username: "用户名" / "User name";
    posts: "岗位" / "Posts";
    state: "情况" / "State";
    in_use: "在用" / "in use";
    is_waiting: "等他首次登录" / "waits for the first sign-in";
    is_closed(day): "停用，{day}" / "closed, {day}";
    no_post: "没有岗位" / "no post";
    post(place, role): "{place}，{role}" / "{role}, {place}";
    post_until(post, day): "{post}，到{day}" / "{post}, until {day}";
    post_from(post, day): "{post}，{day}起" / "{post}, from {day}";
    next(n): "后面 {n} 个" / "Next {n}";
    first_page: "回到最前面" / "Back to the beginning";
    phone: "电话" / "Telephone";
    phone_hint: "镇上要找他时打，别人看不到" / "For the office to ring; nobody else sees it";
    role: "做什么" / "What they do";
    role_cadre: "联系本村的乡亲" / "keeps in touch with a village’s people";
    role_township: "核对、改派、找失联的人" / "reviews, reassigns, finds the lost";
    role_department: "办乡亲的诉求" / "answers requests";
    role_county: "管账号、区划、设置" / "accounts, divisions, settings";
    role_auditor: "只看留痕" / "reads the trail only";
    village: "哪个村" / "Which village";
    choose: "请选一个" / "Please choose";
    place: "哪个村、镇街或部门" / "Which village, township or department";
    place_hint: "写全名或代码。同名的村写上镇，像“聚奎镇青龙村”。县级管理员和审计员不用填" / "Full name or code. Put the township before a name several villages share. Not needed for the county and the auditor";
    until: "到哪天为止" / "Until which day";
    until_hint: "临时顶替的才填" / "For stand-ins only";
    vacant: "接替空着的岗位" / "Take over a vacant post";
    vacant_hint: "接替后，原来归这个岗位的乡亲都归他" / "Whoever belonged to the post then belongs to its new holder";
    not_vacant: "不接替，新设一个" / "No, a new one";
    make: "开账号，出起始码" / "Make the account and its start code";
    already: "刚才已经办好了，没有再办一遍。条子只出一次；没印上的，在下面再出一张。" / "That was done already and not done twice. A slip is shown once; if it was not printed, make another below.";

    crumb: "账号" / "Accounts";
    reset: "重新出起始码" / "Make a new start code";
    reset_why: "忘了密码、换了人用，都用这个。原来的密码马上作废，登录着的都退出。" / "For a forgotten password. The old one ends at once, and every device is signed out.";
    close: "停用" / "Close the account";
    close_title(name): "停用{name}的账号" / "Close the account of {name}";
    close_what: "停用后他马上退出，不能再登录；岗位空出来，等人接替。以后可以重新启用。" / "They are signed out at once and cannot sign in; their posts stand vacant. The account can be opened again.";
    close_residents(n): "他名下的 {n} 位乡亲先由协助干部联系，也排在镇上的今日联系里，等人接替。" / "{n} residents in their care go to the backup and to the township’s worklist until somebody takes over.";
    close_do: "停用这个账号" / "Close this account";
    leave: "先不停用" / "Do not close it";
    reopen: "重新启用" / "Open the account again";
    reopen_why: "密码照旧，岗位要另外给。" / "The password stays; posts must be given anew.";
    give: "再给一个岗位" / "Give another post";
    give_do: "给他这个岗位" / "Give this post";
    end_post: "不再担任" / "End this post";
    own: "这是您自己的账号。换密码在“我的”里。" / "This is your own account. Change the password under \u{201c}Mine\u{201d}.";
    closed_done: "停用了，岗位空出来了。" / "Closed; the posts stand vacant.";
    reopened: "又能登录了。再给他一个岗位。" / "Open again. Now give a post.";
    given: "岗位给好了。" / "The post is given.";
    ended: "这个岗位空出来了。" / "This post stands vacant.";

    list_lead: "先看一遍，没问题再开。一次最多 200 个人。" / "First look it over, then make them. At most 200 people at once.";
    list_label: "名单" / "The list";
    list_hint: "一行一个人：姓名，电话（可空着），村。从 Excel 里复制过来就行" / "One a line: name, telephone (may be empty), village. Copy it from Excel";
    list_hint_county: "一行一个人：姓名，电话（可空着），村、镇街或部门。村就是村干部，镇街和部门就是那里的工作人员" / "One a line: name, telephone (may be empty), village, township or department. A village makes a village cadre, the others their officers";
    file: "或者选一个 CSV 文件" / "Or choose a CSV file";
    check: "看一遍" / "Look it over";
    check_again: "再看一遍" / "Look again";
    make_all(n): "开这 {n} 个账号，出起始码" / "Make these {n} accounts and their start codes";
    nothing: "没有看到名单，请贴在下面。" / "There is no list yet; please paste it below.";
    found(good, wrong): "{good} 个能开，{wrong} 行要改" / "{good} can be made, {wrong} rows need mending";
    fix: "改好再看一遍。能开的不用等，可以先开。" / "Mend them and look again. The good ones need not wait.";
    can: "能开" / "can be made";
    verdict: "能不能开" / "Can it be made";
    line(n): "第 {n} 行" / "Line {n}";
    problem(line, words): "第 {line} 行：{words}" / "Line {line}: {words}";
}

text! {
    /// The words of slips.
    pub struct SlipWords;
    title: "起始码条子" / "Start-code slips";
    lead: "印出来剪开，交到本人手上。这一页只出一次，离开就看不到了。" / "Print, cut, and hand each to its person. This page is shown once only.";
    print: "打印这一页" / "Print this page";
    back: "账号" / "Accounts";
    username: "用户名" / "User name";
    code: "起始码" / "Start code";
    how(host): "用手机打开 {host}，点“我是干部”，填用户名和起始码，再给自己定个密码。" / "Open {host} on your phone, choose \u{201c}I am a cadre\u{201d}, type user name and start code, then choose a password.";
    until(day): "{day}前有效，只能用一次。" / "Valid until {day}, once only.";
    offices: "县里和部门" / "The county and departments";
    ask_title: "打印起始码条子" / "Print start-code slips";
    ask_lead: "给还没登过的人各出一张新条子，按村排好。以前发的没用过的条子就作废了。" / "A new slip for everybody who has not signed in yet, by village. Older unused slips end.";
    ask_where: "哪里的" / "Of which place";
    ask_do: "出条子" / "Make the slips";
    none: "那里没有人在等：都登录过了。" / "Nobody waits there: all have signed in.";
    rest(n): "另有 {n} 行没开，要改。改好接着开。" / "{n} more rows were not made and need mending.";
    rest_do: "去改剩下的" / "Mend the rest";
}
