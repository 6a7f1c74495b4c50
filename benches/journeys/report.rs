//! One table: what was measured, against the budget and the goal.

/// A measured figure. Budgets are upper limits, but for those of speed.
pub struct Line {
    what: String,
    measured: String,
    budget: String,
    goal: String,
    verdict: &'static str,
}

#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// A figure that must not exceed its budget.
    pub fn at_most(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        unit: &str,
        (budget, goal): (f64, f64),
    ) {
        let verdict = verdict(measured <= budget, measured <= goal);
        self.add(what.into(), shown(measured, unit), shown(budget, unit), shown(goal, unit), verdict);
    }

    /// A figure that must reach its budget.
    pub fn at_least(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        unit: &str,
        (budget, goal): (f64, f64),
    ) {
        let verdict = verdict(measured >= budget, measured >= goal);
        self.add(what.into(), shown(measured, unit), shown(budget, unit), shown(goal, unit), verdict);
    }

    /// A figure without a budget.
    pub fn note(&mut self, what: impl Into<String>, measured: impl Into<String>) {
        self.add(what.into(), measured.into(), String::new(), String::new(), "");
    }

    fn add(&mut self, what: String, measured: String, budget: String, goal: String, verdict: &'static str) {
        eprintln!("  {what}: {measured}");
        self.lines.push(Line { what, measured, budget, goal, verdict });
    }

    pub fn print(&self) {
        let widest = self.lines.iter().map(|line| line.what.len()).max().unwrap_or_default();
        println!("\n{:widest$}  {:>22}  {:>10}  {:>10}", "", "measured", "budget", "goal");
        for Line { what, measured, budget, goal, verdict } in &self.lines {
            println!("{what:widest$}  {measured:>22}  {budget:>10}  {goal:>10}  {verdict}");
        }
    }
}

fn verdict(is_met: bool, is_goal: bool) -> &'static str {
    match (is_met, is_goal) {
        (_, true) => "goal",
        (true, false) => "met",
        (false, false) => "MISSED",
    }
}

fn shown(value: f64, unit: &str) -> String {
    let digits = usize::from(value < 10.0 && value.fract() != 0.0);
    format!("{value:.digits$}{}{unit}", if unit.is_empty() { "" } else { " " })
}
