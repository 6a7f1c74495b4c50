//! The words of the worklist.

use crate::text;

text! {
    pub struct WorklistWords;
    registration: "1 份登记等您核对" / "1 registration waits for you";
    registrations(n): "{n} 份登记等您核对" / "{n} registrations wait for you";
    registrations_more(n): "{n} 份以上的登记等您核对" / "More than {n} registrations wait for you";
    title: "今日联系" / "Today";
    day(day, weekday): "{day} {weekday}" / "{weekday}, {day}";
    waiting: "位乡亲等您联系" / "people are waiting to hear from you";
    waiting_one: "位乡亲等您联系" / "person is waiting to hear from you";
    start: "开始联系" / "Begin";
    first(name): "先打给 {name}" / "First: {name}";
    help(count): "要人帮忙 {count} 位，" / "{count} need help, ";
    counts(late, lost, new, due): "晚了 {late} 位，失联 {lost} 位，新登记 {new} 位，到期 {due} 位。" / "{late} late, {lost} lost, {new} new, {due} due.";
    urgent(n): "先打这 {n} 位" / "These {n} first";
    this_week(n): "这周内打 {n} 位" / "{n} within the week";
    more(n): "后面还有 {n} 位，打完这些再说" / "{n} more after these";
    pair: "有 1 对可能是同一个人，等您看" / "1 pair is perhaps one person: for you to decide";
    pairs(n): "有 {n} 对可能是同一个人，等您看" / "{n} pairs are perhaps one person each: for you to decide";
    all_mine(n): "我负责的全部 {n} 位乡亲" / "All {n} people I answer for";
    done_title: "今天都联系完了" / "Everybody is contacted for today";
    nobody_title: "今天没有要联系的人" / "Nobody to contact today";
    done(n, contacts): "您今天记了 {n} 次联系，跟 {contacts} 位乡亲说上了话。辛苦了，歇歇吧。" / "You logged {n} attempts today and reached {contacts} people. Well done: take a rest.";
    nothing_done: "到该联系的日子，乡亲的名字会出现在这里。" / "People appear here on the day contact is owed.";
    poster: "打印登记海报，请在外的乡亲自己登记" / "Print the poster, so that people away can register";
    coming: "接下来" / "Coming up";
    retry: "再打一次" / "try again";
    due: "到期" / "due";
    township_title: "镇上要管的" / "For the township";
    unowned: "没有人负责的" / "Nobody answers for them";
    lost: "失联超过 15 天的" / "Lost for more than 15 days";
    overdue: "晚得最久的" / "The longest overdue";
    contested: "注销以后本人又报过到的" / "Closed, but they have been in touch since";
    township_more: "看全部" / "See all";
    township_none: "现在没有。" / "None at present.";
    township_clear: "镇上现在没有要接手的。" / "Nothing waits for the township at present.";
}
