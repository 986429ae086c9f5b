package io.dbops.spi;

/**
 * Is told what a long operation does. Called on the thread that does the work, by several threads when several work; must
 * return quickly. What it throws is logged and ignored: watching must not break a backup.
 */
@FunctionalInterface
public interface OperationListener {

    void onEvent(OperationEvent event);
}
