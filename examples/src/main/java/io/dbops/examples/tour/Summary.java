package io.dbops.examples.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The steps of the tour with their time and throughput, as a table. */
final class Summary {

    private record Step(String name, long millis, long rows, long bytes, String note) {}

    private final List<Step> steps = new ArrayList<>();

    void add(String name, long millis, long rows, long bytes, String note) {
        steps.add(new Step(name, millis, rows, bytes, note));
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        line(table, "step", "seconds", "rows", "rows/s", "MiB", "MiB/s", "");
        for (Step step : steps) {
            double seconds = step.millis / 1000.0;
            double mib = step.bytes / 1048576.0;
            line(
                    table,
                    step.name,
                    number(seconds),
                    step.rows == 0 ? "" : String.format(Locale.ROOT, "%,d", step.rows),
                    step.rows == 0 || seconds == 0 ? "" : String.format(Locale.ROOT, "%,.0f", step.rows / seconds),
                    step.bytes == 0 ? "" : number(mib),
                    step.bytes == 0 || seconds == 0 ? "" : number(mib / seconds),
                    step.note);
        }
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private static void line(StringBuilder table, String... cells) {
        table.append(String.format(Locale.ROOT, "%-34s %8s %10s %9s %7s %7s  %s", (Object[]) cells)
                .stripTrailing());
        table.append('\n');
    }
}
