//! What a view shows.

use super::{Case, case};

const FILE: &str = "[region.r]\n[region.s]\n[environment.p]\n[environment.q]\nreplicates = \"p\"\n[defaults]\nregion = \"r\"\n\
                    [external.e]\nuses = [\"web\"]\n[external.f]\n[app.web]\nuses = [\"api\"]\ntags = [\"front\"]\n[app.api]\nuses = [\"db\"]\ngroup = \"in\"\n\
                    [store.db]\nkind = \"rds\"\nregion = \"s\"\n[group.in]\nparent = \"out\"\n[group.out]\n";

fn shown(view: &str) -> Vec<String> {
    let case: Case = case(&format!("{FILE}[view.v]\n{view}\n"));
    assert!(case.findings.is_empty(), "{:#?}", case.findings);
    case.model.views[0].components.iter().map(|c| case.model.name(*c)).collect()
}

#[test]
fn conditions_hold_together() {
    assert_eq!(shown("").len(), 8);
    assert_eq!(shown("environments = [\"p\"]"), ["e", "api", "db", "web"]);
    assert_eq!(shown("environments = [\"p\"]\nroles = [\"app\"]"), ["api", "web"]);
    assert_eq!(shown("environments = [\"p\"]\ngroups = [\"out\"]"), ["api"]);
    assert_eq!(shown("tags = [\"front\"]\nenvironments = [\"q\"]"), ["q/web"]);
    assert_eq!(shown("regions = [\"s\"]"), ["e", "f", "db", "q/db"]);
    assert_eq!(shown("ids = [\"db\"]\nenvironments = [\"p\"]\nneighbours = 2"), ["api", "db", "web"]);
    assert_eq!(shown("ids = [\"db\"]\nenvironments = [\"p\"]\nneighbours = 3"), ["e", "api", "db", "web"]);
}

#[test]
fn wrong_names_are_told() {
    let case = case(&format!("{FILE}[view.v]\nids = [\"dbb\"]\nregions = [\"t\"]\ntags = [\"frnt\"]\n"));
    assert_eq!(
        case.found(),
        [
            "SYN002 unknown component `dbb` @ \"dbb\"",
            "SYN002 unknown region `t` @ \"t\"",
            "SYN002 no component has the tag `frnt` @ \"frnt\"",
        ]
    );
}
