//! Icon packs: folders of SVGs, the folders of AWS, Iconify, and files that are broken or hostile.

use super::folder::Folder;

const FILE: &str = "\
[region.r1]
zones = [\"a\", \"b\"]
[external.customers]
kind = \"people\"
uses = [\"web\"]
[app.web]
region = \"r1\"
balancer = \"public\"
per-zone = 2
uses = [\"db\", \"jobs\"]
[store.db]
region = \"r1\"
kind = \"rds\"
[store.jobs]
region = \"r1\"
kind = \"sqs\"
";
const RENDER: [&str; 6] = ["render", "main.toml", "-o", "-", "--icon-pack", "pack"];

/// An icon of one colour.
fn icon(color: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><path fill=\"{color}\" d=\"M0 0h24v24H0z\"/></svg>"
    )
}

fn pack() -> Folder {
    Folder::with(FILE)
        .add("pack/rds.svg", icon("#aa0001"))
        .add("pack/ec2.svg", icon("#aa0002"))
        .add("pack/lb.svg", icon("#aa0003"))
}

#[test]
fn a_flat_folder_gives_icons_by_the_ids_and_aliases_of_kinds() {
    let folder = pack();
    let drawn = folder
        .run(&RENDER)
        .code(0)
        .says(&["2 of 5 kinds have no icon in `pack` and keep our own drawing: `people`, `sqs`"]);
    for color in ["#aa0001", "#aa0002", "#aa0003"] {
        assert_eq!(drawn.out.matches(color).count(), 1, "{color}");
    }
    for symbol in ["icon-rds", "icon-ec2", "icon-load-balancer"] {
        assert!(drawn.out.contains(&format!("<symbol id=\"{symbol}\"")), "{symbol}");
    }
    let plain = folder.run(&["render", "main.toml", "-o", "-"]).code(0).out;
    assert!(plain.contains("glyph-lb") && !plain.contains("icon-") && drawn.out.contains("glyph-"));
    assert!(!drawn.out.contains("glyph-lb"));
    // the other forms of pictures, views and themes take them too
    for out in ["a.png", "a.pdf"] {
        folder.run(&["render", "main.toml", "-o", out, "--icon-pack", "pack"]).code(0);
    }
    for more in [["--projection", "flat"], ["--projection", "a45"], ["--theme", "dark"], ["--theme", "print"]] {
        let drawn = folder.run(&[RENDER.as_slice(), &more].concat()).code(0);
        assert_eq!(drawn.out.matches("#aa0001").count(), 1, "{more:?}");
    }
}

#[test]
fn the_file_may_name_its_pack() {
    let named = format!("[diagram]\nicons = \"pack\"\n{FILE}");
    let folder = pack().add("sub/main.toml", &named).add("sub/pack/sqs.svg", icon("#aa0004"));
    let drawn = folder.run(&["render", "sub/main.toml", "-o", "-"]).code(0);
    assert!(drawn.out.contains("#aa0004") && !drawn.out.contains("#aa0001"));
    // the command line is stronger
    let drawn = folder.run(&["render", "sub/main.toml", "-o", "-", "--icon-pack", "pack"]).code(0);
    assert!(drawn.out.contains("#aa0001") && !drawn.out.contains("#aa0004"));
    for outside in ["..", "../pack", "pack/../../pack"] {
        let folder = folder_with(outside);
        let answer = folder.run(&["render", "sub/main.toml", "-o", "x.svg"]).code(2);
        answer.says(&["the icon pack", "can not be read", "outside of the folder of `sub/main.toml`"]);
        assert!(!folder.path("x.svg").exists());
    }
}

fn folder_with(icons: &str) -> Folder {
    pack().add("sub/pack/a.svg", "").add("sub/main.toml", format!("[diagram]\nicons = \"{icons}\"\n{FILE}"))
}

#[test]
fn the_folders_of_aws_are_understood() {
    let file = |folder: Folder, size: &str, name: &str, color: &str| {
        let path = format!("pack/Architecture-Service-Icons_01312024/Arch_Any/{size}/Arch_{name}_{size}.svg");
        folder.add(&path, icon(color))
    };
    let folder = Folder::with(FILE).add("pack/__MACOSX/Arch_Amazon-RDS_99.svg", "broken");
    let folder = file(folder, "16", "Amazon-RDS", "#bb0001");
    let folder = file(folder, "64", "Amazon-RDS", "#bb0002");
    let folder = file(folder, "64", "Amazon-Simple-Queue-Service", "#bb0003");
    let folder = file(folder, "64", "Elastic-Load-Balancing", "#bb0004");
    let folder = file(folder, "64", "Amazon-EC2", "#bb0005");
    let folder = file(folder, "64", "Amazon-EC2-Auto-Scaling", "#bb0006");
    let drawn = folder.run(&RENDER).code(0);
    for (color, times) in
        [("#bb0001", 0), ("#bb0002", 1), ("#bb0003", 1), ("#bb0004", 1), ("#bb0005", 1), ("#bb0006", 0)]
    {
        assert_eq!(drawn.out.matches(color).count(), times, "{color}");
    }
    drawn.says(&["1 of 5 kinds has no icon in `pack`", "`people`"]);
}

#[test]
fn an_iconify_set_is_a_pack() {
    let set = r##"{"prefix": "own", "width": 24, "height": 24, "icons": {
        "aws-rds": {"body": "<path fill=\"#cc0001\" d=\"M0 0h24v24H0z\"/>"},
        "unused": {"body": "<script/>"}}, "aliases": {"sqs": {"parent": "aws-rds", "hFlip": true}}}"##;
    let folder = Folder::with(FILE).add("set.json", set).add("pack/icons.json", set);
    for at in ["set.json", "pack"] {
        let drawn = folder.run(&["render", "main.toml", "-o", "-", "--icon-pack", at]).code(0);
        assert!(drawn.out.contains("icon-rds") && drawn.out.contains("icon-sqs") && drawn.out.contains("#cc0001"));
    }
    let broken = set.replace("aws-rds\": {\"body\": \"", "aws-rds\": {\"body\": \"<script/>");
    let folder = folder.add("set.json", broken).add("none.json", "{}");
    folder
        .run(&["render", "main.toml", "-o", "-", "--icon-pack", "set.json"])
        .code(2)
        .says(&["`aws-rds` in `set.json`: it runs a script"]);
    folder.run(&["render", "main.toml", "-o", "-", "--icon-pack", "none.json"]).code(2).says(&["it is no Iconify set"]);
}

#[test]
fn broken_and_hostile_icons_are_named_and_nothing_is_written() {
    let folder = pack()
        .add("pack/rds.svg", "<svg")
        .add("pack/sqs.svg", icon("#fff").replace("<path", "<script>x</script><path"))
        .add("pack/ec2.svg", b"\xff\xfe");
    let answer = folder.run(&["render", "main.toml", "-o", "x.svg", "--icon-pack", "pack"]).code(2);
    answer.says(&[
        "3 icons can not be used",
        "`pack/ec2.svg`: it is not UTF-8",
        "`pack/rds.svg`: it is not well-formed",
        "`pack/sqs.svg`: it runs a script",
        "take it out of the pack",
    ]);
    assert!(!folder.path("x.svg").exists());
    // what no kind of the picture has is not read
    pack().add("pack/dynamodb.svg", "<svg").run(&RENDER).code(0);
    let large = vec![b' '; (1 << 20) + 1];
    pack().add("pack/rds.svg", large).run(&RENDER).code(2).says(&["`pack/rds.svg`: it has more than 1 MiB"]);
}

#[test]
fn a_pack_that_is_not_there_or_has_nothing_is_told() {
    Folder::with(FILE).run(&RENDER).code(2).says(&["the icon pack `pack` can not be read", "no such folder"]);
    let folder = Folder::with(FILE).add("pack/README.txt", "");
    folder.run(&RENDER).code(0).says(&["warning: 5 of 5 kinds have no icon in `pack`"]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_pack_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = pack().add("secret.svg", icon("#dd0001")).add("far/sqs.svg", icon("#dd0002"));
    symlink("../secret.svg", folder.path("pack/sqs.svg")).unwrap();
    symlink("../far", folder.path("pack/far")).unwrap();
    symlink(".", folder.path("pack/round")).unwrap();
    let answer = folder.run(&RENDER).code(2).says(&["`pack/sqs.svg`: it lies outside of the folder of the pack"]);
    assert!(!answer.err.contains("#dd"));
    // a link within the pack is fine, as is a pack that is a link on the command line
    std::fs::remove_file(folder.path("pack/sqs.svg")).unwrap();
    symlink("rds.svg", folder.path("pack/sqs.svg")).unwrap();
    symlink("pack", folder.path("also")).unwrap();
    let drawn = folder.run(&["render", "main.toml", "-o", "-", "--icon-pack", "also"]).code(0);
    assert!(drawn.out.contains("icon-sqs") && !drawn.out.contains("#dd0002"));
    // a link in the folder of a topology that leads out of it is none of its packs
    let folder = folder.add("sub/main.toml", format!("[diagram]\nicons = \"out\"\n{FILE}"));
    symlink("../pack", folder.path("sub/out")).unwrap();
    folder.run(&["render", "sub/main.toml", "-o", "-"]).code(2).says(&["outside of the folder"]);
}

#[test]
fn pictures_in_documents_follow_their_icons() {
    let text = format!("# T\n\n```isoplan\n[diagram]\nicons = \"pack\"\n{FILE}```\n");
    let folder = pack().add("a.md", text);
    folder.run(&["embed", "a.md"]).code(0);
    assert!(folder.read("diagrams/a-1.svg").contains("#aa0001"));
    folder.run(&["embed", "--check", "a.md"]).code(0);
    let folder = folder.add("pack/rds.svg", icon("#ee0001"));
    folder.run(&["embed", "--check", "a.md"]).code(1);
}
