package io.dbops.examples.tour;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A live bar on a terminal; elsewhere a plain line now and then. Thread-safe. */
final class TerminalProgress implements OperationListener {

    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LIVE_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final int WIDTH = 30;
    private static final int LIVE_WIDTH = 100;

    private final PrintStream out;
    private final boolean live;
    private final LongSupplier nanoTime;
    private long lastShown;
    private boolean due = true;
    private boolean open;

    TerminalProgress(PrintStream out) {
        this(out, isTerminal(), System::nanoTime);
    }

    TerminalProgress(PrintStream out, boolean live, LongSupplier nanoTime) {
        this.out = out;
        this.live = live;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void onEvent(OperationEvent event) {
        switch (event.kind()) {
            case WAITING, WARNING -> note(event);
            case PROGRESS, ITEM_STARTED, ITEM_FINISHED -> show(event, false);
            case FINISHED -> show(event, true);
            default -> due = true;
        }
    }

    /** Ends the line of the bar. */
    synchronized void close() {
        if (open) {
            out.println();
            open = false;
        }
    }

    private void note(OperationEvent event) {
        close();
        out.println(event.kind() + ": " + event.item() + " " + event.detail());
    }

    private void show(OperationEvent event, boolean last) {
        long now = nanoTime.getAsLong();
        if (!last && !due && now - lastShown < (live ? LIVE_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS)) {
            return;
        }
        lastShown = now;
        due = false;
        String line = line(event);
        if (live) {
            // Drawn over itself with blanks for what was longer: Maven's console drops the sequence that erases a line.
            String shown = line.length() > LIVE_WIDTH ? line.substring(0, LIVE_WIDTH) : line;
            out.print("\r" + shown + " ".repeat(LIVE_WIDTH - shown.length()));
            out.flush();
            open = true;
        } else {
            out.println(line);
        }
    }

    private static String line(OperationEvent event) {
        OperationEvent.Progress progress = event.progress();
        double share = event.kind() == OperationEvent.Kind.FINISHED ? 1 : share(progress);
        int filled = (int) Math.round(share * WIDTH);
        String bar = "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-8s %s %3.0f%%  %,d/%,d",
                event.operation(),
                bar,
                share * 100,
                progress.itemsDone(),
                progress.itemsTotal()));
        if (progress.bytesDone() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "  %.1f MiB  %.1f MiB/s",
                    progress.bytesDone() / 1048576.0,
                    progress.bytesPerSecond() / 1048576.0));
        } else if (progress.elapsed().toMillis() > 0 && progress.itemsDone() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "  %,d/s",
                    progress.itemsDone() * 1000 / progress.elapsed().toMillis()));
        }
        progress.remaining()
                .filter(left -> !left.isZero())
                .ifPresent(left -> line.append("  ").append(left.toSeconds()).append(" s left"));
        return line.append("  ")
                .append(event.item())
                .append(' ')
                .append(event.detail())
                .toString()
                .stripTrailing();
    }

    private static double share(OperationEvent.Progress progress) {
        double share = progress.bytesTotal() > 0
                ? (double) progress.bytesDone() / progress.bytesTotal()
                : progress.itemsTotal() > 0 ? (double) progress.itemsDone() / progress.itemsTotal() : 0;
        return Math.max(0, Math.min(1, share));
    }

    /** Since JDK 22 a console may exist without a terminal, and says so by a method that JDK 17 does not have. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
