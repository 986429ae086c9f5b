package io.dbops.migration;

import java.util.List;

/** What validation found. Immutable. */
public final class ValidationReport {

    private final int checked;
    private final List<String> faults;

    public ValidationReport(int checked, List<String> faults) {
        this.checked = checked;
        this.faults = List.copyOf(faults);
    }

    /** History rows compared. */
    public int checked() {
        return checked;
    }

    /** Each one sentence that names the migration and what differs; empty when all is well. */
    public List<String> faults() {
        return faults;
    }

    public boolean isValid() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        return checked + " history rows checked, " + faults.size() + " faults"
                + (faults.isEmpty() ? "" : ":\n" + String.join("\n", faults));
    }
}
