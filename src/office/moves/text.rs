//! The words of villages that end.

use crate::text;

text! {
    /// The words of villages that end.
    pub struct MoveWords;
    end_link: "这个村并到别的村了" / "This village was merged into another";
    which(name): "{name}并到哪个村？" / "Which village did {name} join?";
    which_lead: "人、户、岗位和登记都跟着过去，旧的二维码和代码以后都通到那个村。" / "People, households, posts and registrations go along; old posters and codes will lead to that village.";
    villages_of(name): "{name}的村、社区" / "Villages of {name}";
    no_villages: "这个镇街没有别的村可以并。" / "There is no other village in this township.";
    other_township: "要并到别的镇街？" / "A village of another township?";
    township: "镇街" / "Township";
    see_villages: "看这个镇街的村" / "See its villages";
    choose: "请选一个村" / "Please choose a village";
    confirm(name, into): "把{name}并到{into}？" / "Merge {name} into {into}?";
    confirm_lead: "会跟着搬过去的：" / "What goes along:";
    people: "乡亲" / "Residents";
    households: "户" / "Households";
    posts: "岗位" / "Posts";
    registrations: "登记" / "Registrations";
    few: "不到 5" / "fewer than 5";
    then: "并过去以后" / "What follows";
    then_owners: "村干部的岗位跟着过去，谁负责的人还是谁负责。" / "The cadres’ posts go along; everybody keeps the owner they have.";
    then_codes(name, into): "{name}不能再添人、再登记，旧的二维码和代码都通到{into}。" / "Nobody can be added to {name} or register there; old posters and codes lead to {into}.";
    then_background: "在后台一户一户地搬，其间大家照常用。" / "Household by household in the background; everybody can go on working.";
    then_undo(days): "{days} 天内可以撤回，搬走的人原样回来。" / "For {days} days it can be taken back, and those who moved return.";
    then_population(into): "{into}的户籍人口不会自动加，请到它那一页改。" / "The registered population of {into} stays as it is; change it on its page.";
    do_it(into): "并到{into}，现在就搬" / "Merge into {into} and begin moving";
    leave: "不并了" / "Leave it as it is";
    begun: "并好了，人正在后台搬。" / "Merged; the people are on their way.";
    ended(day): "{day}并掉了" / "Ended on {day}";
    lead_to: "并到了" / "It was merged into";
    going(done, total): "正在搬：{total} 项里搬好了 {done} 项" / "On the way: {done} of {total} rows have moved";
    coming(name, done, total): "{name}的人正在搬过来：{total} 项里搬好了 {done} 项" / "{name} is on its way here: {done} of {total} rows have moved";
    going_back(done, total): "正在搬回来：{total} 项里回来了 {done} 项" / "On the way back: {done} of {total} rows have returned";
    leaving(name, done, total): "{name}的人正在搬回去：{total} 项里回去了 {done} 项" / "{name} is on its way back: {done} of {total} rows have returned";
    rows_are: "人、户、岗位、登记，一样算一项。" / "Each resident, household, post and registration is a row.";
    reload: "再看一眼搬到哪里了" / "Look again how far it is";
    what: "搬了什么" / "What moved";
    moved: "搬过去了" / "Moved";
    moved_in_all(n): "一共搬了 {n} 项：人、户、岗位、登记，一样算一项。" / "{n} rows moved in all: each resident, household, post and registration is one.";
    left: "还没搬" / "Still to move";
    came(name, day): "{name}，{day}并进来的" / "{name}, merged on {day}";
    came_title: "并进来的村" / "Villages merged into this one";
    take_back: "并错了，撤回" / "A mistake? Take it back";
    until(day): "{day}以前可以撤回。" / "It can be taken back until {day}.";
    too_late: "满 30 天了，不能再撤回。" / "After 30 days it can no longer be taken back.";
    back_title(name): "让{name}重新单独存在？" / "Let {name} stand by itself again?";
    back_lead(name, into): "搬到{into}的人、户、岗位和登记，还在那里的都回{name}，这段时间记下的也一起带回来。" / "People, households, posts and registrations that moved to {into} and are still there return to {name}, with whatever was noted since.";
    back_changed(n): "其中 {n} 位的资料合并以后改过，改过的照样留着。" / "The records of {n} of them were changed since; the changes stay.";
    back_gone(n): "有 {n} 位已经不在那里，不会回来。" / "{n} are no longer there and do not return.";
    back_know: "撤回前要知道" / "Before you take it back";
    back_new(into): "合并以后新记的人留在{into}。" / "Whoever was entered since stays in {into}.";
    back_do(name): "撤回，让{name}的人回来" / "Take it back; let the people of {name} return";
    back_leave: "不撤回" / "Leave it merged";
    back_begun: "撤回了，人正在后台搬回来。" / "Taken back; the people are on their way home.";
    busy: "这个村的人还在搬，等搬完再来。" / "People are still on the way; please come back when they have arrived.";
    successor_ended(name): "{name}自己后来也并掉了，要先撤回那一次。" / "{name} has ended itself since; take that back first.";
    no_successor: "这个村不能并过去，请另选一个。" / "That village cannot be chosen; please choose another.";
}
