package io.dbops.testservers;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Names of databases that differ within this JVM, and from those of any other JVM that uses the same server. */
final class DatabaseNames {
    private static final String OF_THIS_JVM = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private DatabaseNames() {}

    static String next() {
        return "dbops_" + OF_THIS_JVM + "_" + COUNT.incrementAndGet();
    }
}
