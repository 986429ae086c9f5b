package io.dbops.verification;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what events of one kind say. Thread-safe. */
public final class Heard implements OperationListener {

    private final OperationEvent.Kind kind;
    private final List<String> details = new CopyOnWriteArrayList<>();

    private Heard(OperationEvent.Kind kind) {
        this.kind = kind;
    }

    public static Heard warnings() {
        return new Heard(OperationEvent.Kind.WARNING);
    }

    /** Who waits for whom. */
    public static Heard waits() {
        return new Heard(OperationEvent.Kind.WAITING);
    }

    @Override
    public void onEvent(OperationEvent event) {
        if (event.kind() == kind) {
            details.add(event.detail());
        }
    }

    /** So far, in order. */
    public List<String> details() {
        return List.copyOf(details);
    }
}
