package io.dbops.spi.snapshot;

import java.util.List;

/** What a strategy can promise over one connection. Immutable. */
public final class StrategyReport {

    private final String consistency;
    private final List<String> notCaptured;
    private final List<String> faults;
    private final List<String> warnings;
    private final String databaseId;

    /** A report without warnings. */
    public StrategyReport(String consistency, List<String> notCaptured, List<String> faults) {
        this(consistency, notCaptured, faults, List.of());
    }

    public StrategyReport(String consistency, List<String> notCaptured, List<String> faults, List<String> warnings) {
        this(consistency, notCaptured, faults, warnings, "");
    }

    private StrategyReport(
            String consistency,
            List<String> notCaptured,
            List<String> faults,
            List<String> warnings,
            String databaseId) {
        this.consistency = consistency;
        this.notCaptured = List.copyOf(notCaptured);
        this.faults = List.copyOf(faults);
        this.warnings = List.copyOf(warnings);
        this.databaseId = databaseId;
    }

    /** The same of the database that this text tells from all others, whoever connects and from wherever, for as long as it stays where it is. */
    public StrategyReport of(String id) {
        return new StrategyReport(consistency, notCaptured, faults, warnings, id);
    }

    /** What tells the database from all others; empty, as at first, if nothing does. */
    public String databaseId() {
        return databaseId;
    }

    /** One sentence: how all readers come to see one moment. */
    public String consistency() {
        return consistency;
    }

    /** What exists, or could exist, and would not be in the backup; each one sentence. */
    public List<String> notCaptured() {
        return notCaptured;
    }

    /** Why a backup would be refused now; empty when it would not. */
    public List<String> faults() {
        return faults;
    }

    /** What does not keep a backup from being taken, and should be known; each one sentence. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return consistency + "; not captured: " + notCaptured + "; faults: " + faults + "; warnings: " + warnings;
    }
}
