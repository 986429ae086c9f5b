package io.dbops.internal;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every event to every listener; one that throws is logged and does not disturb the work. */
public final class Listeners implements OperationListener {

    private static final Logger LOG = LoggerFactory.getLogger(OperationListener.class);

    private final List<OperationListener> listeners;

    public Listeners(List<OperationListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onEvent(OperationEvent event) {
        for (OperationListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                LOG.warn("{} failed on {} of {}", listener.getClass().getName(), event.kind(), event.operation(), e);
            }
        }
    }
}
