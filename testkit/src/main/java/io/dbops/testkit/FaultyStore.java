package io.dbops.testkit;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails by rule: the n-th call of an operation meets a {@link StoreFault}, every other call goes to the store
 * behind it. Thread-safe; calls are counted in the order in which they begin.
 */
public final class FaultyStore implements BackupStore {

    /** What is counted. */
    public enum Operation {
        PUT,
        GET,
        FIND,
        LIST,
        DELETE
    }

    private record Rule(Operation operation, int call, StoreFault fault) {}

    private final BackupStore store;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> met = new ArrayList<>();
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private boolean out;

    private FaultyStore(BackupStore store) {
        this.store = store;
    }

    /** No fault yet. */
    public static FaultyStore over(BackupStore store) {
        return new FaultyStore(store);
    }

    /**
     * Adds a rule.
     *
     * @param call which call of the operation meets the fault, from 1 and from now on
     * @return this store
     * @throws IllegalArgumentException if the fault cannot happen to that operation
     */
    public synchronized FaultyStore on(Operation operation, int call, StoreFault fault) {
        if (call < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not from " + call);
        }
        if (!fault.fits(operation)) {
            throw new IllegalArgumentException(fault.kind() + " cannot happen to " + operation);
        }
        rules.add(new Rule(operation, calls(operation) + call, fault));
        return this;
    }

    /** How many calls of an operation there were. */
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    /** The faults that calls have met, each as operation, number of the call, key or prefix, and kind. */
    public synchronized List<String> met() {
        return List.copyOf(met);
    }

    /** Ends an outage and drops all rules. */
    public synchronized void heal() {
        rules.clear();
        out = false;
    }

    @Override
    public String description() {
        return store.description() + " with faults";
    }

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        @Nullable StoreFault fault = next(Operation.PUT, key.value());
        if (fault == null) {
            return store.put(key, content);
        }
        if (fault.kind() == StoreFault.Kind.LOSE_ANSWER) {
            store.put(key, content);
            throw failure("put", key.value(), "the answer was lost");
        }
        return store.put(key, out -> content.writeTo(new FaultyOutput(out, fault, key)));
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        @Nullable StoreFault fault = next(Operation.GET, key.value());
        InputStream in = store.get(key);
        return fault == null ? in : new FaultyInput(in, fault, key);
    }

    @Override
    public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
        next(Operation.FIND, key.value());
        return store.find(key);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        @Nullable StoreFault fault = next(Operation.LIST, prefix);
        List<ObjectInfo> all = store.list(prefix);
        return fault == null ? all : all.subList(0, (int) Math.min(fault.at(), all.size()));
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        @Nullable StoreFault fault = next(Operation.DELETE, key.value());
        store.delete(key);
        if (fault != null) {
            throw failure("delete", key.value(), "the answer was lost");
        }
    }

    /** Counts the call; throws if it is to be refused, else returns what shall happen to it. */
    private synchronized @Nullable StoreFault next(Operation operation, String object) {
        int call = calls.merge(operation, 1, Integer::sum);
        if (out) {
            throw failure(operation.toString(), object, "the store is out");
        }
        for (Rule rule : rules) {
            if (rule.operation == operation && rule.call == call) {
                met.add(operation + " " + call + " " + object + " " + rule.fault.kind());
                out = rule.fault.kind() == StoreFault.Kind.OUTAGE;
                if (out || rule.fault.kind() == StoreFault.Kind.REFUSE) {
                    throw failure(operation.toString(), object, "injected " + rule.fault.kind());
                }
                return rule.fault;
            }
        }
        return null;
    }

    static DbOpsException failure(String operation, String object, String why) {
        return DbOpsException.of(ErrorCode.STORE, operation + " of " + object + " failed: " + why)
                .build();
    }

    @Override
    public String toString() {
        return description();
    }
}
