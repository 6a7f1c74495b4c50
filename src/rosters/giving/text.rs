//! The words of giving lists out.

crate::text! {
    pub struct OutWords;
    title: "导出名单" / "Take a list out";
    lead(who, count): "{who}，{count} 位。号码默认遮住中间几位。" / "{who}: {count} people. Numbers are masked unless you ask for them.";
    own: "您负责的人" / "The people you answer for";
    county: "全县的人" / "The people of the county";
    layout: "用哪种样式" / "Which columns";
    plain: "普通花名册" / "A plain list";
    labour_service: "人社：劳务台账" / "Human resources: labour services";
    poverty_relief: "乡村振兴：务工监测" / "Rural revitalisation: work away";
    format: "文件格式" / "Kind of file";
    format_hint: "给别的系统用的，选 csv" / "Choose csv for other systems";
    xlsx: "Excel（xlsx）" / "Excel (xlsx)";
    csv: "文本（csv）" / "Text (csv)";
    full: "要完整的号码" / "With full numbers";
    full_hint: "身份证号和电话都不遮。名单里的每个人都会看到：您看过他的号码，为什么。" / "ID and telephone numbers unmasked. Everybody on the list will see that you looked, and why.";
    reason: "做什么用" / "What it is for";
    reason_hint: "要完整号码就得写" / "Needed for full numbers";
    reason_county: "县里导出都要写明用途" / "The county states it for every list";
    take(count): "导出这 {count} 位" / "Take these {count} people out";
    layouts: "您这里自己的样式" / "Columns of your own";
    no_layouts: "还没有。把上级要的空表传上来，表头是什么样就照什么样导出。" / "None yet. Send the empty form you were given: lists will have its columns.";
    file: "空表（只有表头）" / "An empty form (its header alone)";
    file_hint: "xlsx、xls、ods、csv 都行" / "xlsx, xls, ods or csv";
    keep: "记住这个样式" / "Keep these columns";
    drop: "不要了" / "Drop it";
    columns(count, known): "{count} 栏，簿上有 {known} 栏" / "{count} columns, {known} of them on file";
    kept: "记住了。" / "Kept.";
    dropped: "样式删了。" / "Dropped.";
    no_header: "没有找到表头。" / "No header was found.";
    choose_file: "先选一个文件" / "Please choose a file first";
    back: "花名册" / "Rosters";
}
