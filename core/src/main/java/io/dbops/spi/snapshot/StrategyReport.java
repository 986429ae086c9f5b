package io.dbops.spi.snapshot;

import java.util.List;

/** What a strategy can promise over one connection. Immutable. */
public final class StrategyReport {

    private final String consistency;
    private final List<String> notCaptured;
    private final List<String> faults;

    public StrategyReport(String consistency, List<String> notCaptured, List<String> faults) {
        this.consistency = consistency;
        this.notCaptured = List.copyOf(notCaptured);
        this.faults = List.copyOf(faults);
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

    @Override
    public String toString() {
        return consistency + "; not captured: " + notCaptured + "; faults: " + faults;
    }
}
