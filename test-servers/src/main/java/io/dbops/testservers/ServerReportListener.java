package io.dbops.testservers;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prints, when a run of tests ends, which servers it used and which it missed, so that a skipped one is never silent.
 */
public final class ServerReportListener implements LauncherSessionListener {
    /** For the service loader. */
    public ServerReportListener() {}

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        for (String line : TestServers.report()) {
            // The line break comes first because others leave their last line unfinished.
            System.out.printf("%nTest server %s", line);
        }
        System.out.println();
    }
}
