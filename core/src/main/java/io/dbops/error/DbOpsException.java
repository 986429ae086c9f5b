package io.dbops.error;

import io.dbops.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one unchecked exception of DbOps: a stable {@linkplain #code() code}, a message that says what failed on which
 * object, {@linkplain #context() context}, a one-sentence {@linkplain #hint() hint}, and the
 * {@linkplain #partialWork() work done} before it.
 *
 * <p>Neither message nor context ever holds a secret or an SQL value.
 */
public final class DbOpsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String what;
    /** A LinkedHashMap behind an unmodifiable view: both can be serialized. */
    private final Map<String, String> context;

    private final @Nullable String hint;
    private final @Nullable PartialWork partialWork;

    private DbOpsException(Builder builder) {
        super(builder.message(), builder.cause);
        this.code = builder.code;
        this.what = builder.what;
        this.context = Collections.unmodifiableMap(new LinkedHashMap<>(builder.context));
        this.hint = builder.hint;
        this.partialWork = builder.partialWork;
    }

    /** Starts an exception; {@code what} says what failed, on which object, observed versus expected. */
    public static Builder of(ErrorCode code, String what) {
        return new Builder(code, what);
    }

    public ErrorCode code() {
        return code;
    }

    /** What failed, without the context, hint and code that {@link #getMessage()} adds. */
    public String what() {
        return what;
    }

    /** Names and values that tools may show or match, in the order in which they were added. */
    public Map<String, String> context() {
        return context;
    }

    /** One sentence that names an action. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    public Optional<PartialWork> partialWork() {
        return Optional.ofNullable(partialWork);
    }

    /** Whether the same call may succeed when repeated unchanged. */
    public boolean retryable() {
        return code.retryable();
    }

    /** The same failure with the work that was done before it: for whoever knows more than the place where it was born. */
    public DbOpsException withPartialWork(PartialWork work) {
        Builder builder = new Builder(code, what);
        builder.context.putAll(context);
        DbOpsException copy =
                builder.hint(hint).partialWork(work).cause(getCause()).build();
        copy.setStackTrace(getStackTrace());
        for (Throwable each : getSuppressed()) {
            copy.addSuppressed(each);
        }
        return copy;
    }

    /** Code, message, context, hint and partial work, for tools. */
    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("code", code.name());
        json.field("what", what).field("retryable", retryable()).field("hint", hint);
        json.name("context").beginObject();
        context.forEach(json::field);
        json.endObject();
        if (partialWork != null) {
            json.name("partialWork").beginObject();
            array(json, "done", partialWork.done());
            array(json, "failed", partialWork.failed());
            array(json, "notStarted", partialWork.notStarted());
            json.endObject();
        }
        return json.endObject().toString();
    }

    private static void array(JsonWriter json, String name, List<String> values) {
        json.name(name).beginArray();
        values.forEach(json::value);
        json.endArray();
    }

    /** Collects the parts of a {@link DbOpsException}; used by one thread. */
    public static final class Builder {
        private final ErrorCode code;
        private final String what;
        private final Map<String, String> context = new LinkedHashMap<>();
        private @Nullable String hint;
        private @Nullable PartialWork partialWork;
        private @Nullable Throwable cause;

        private Builder(ErrorCode code, String what) {
            this.code = Objects.requireNonNull(code, "code");
            this.what = Objects.requireNonNull(what, "what");
        }

        public Builder with(String name, Object value) {
            context.put(name, String.valueOf(value));
            return this;
        }

        public Builder hint(@Nullable String sentence) {
            this.hint = sentence;
            return this;
        }

        public Builder partialWork(PartialWork work) {
            this.partialWork = work;
            return this;
        }

        public Builder cause(@Nullable Throwable cause) {
            this.cause = cause;
            return this;
        }

        public DbOpsException build() {
            return new DbOpsException(this);
        }

        private String message() {
            StringBuilder text = new StringBuilder(what);
            if (!context.isEmpty()) {
                text.append(' ').append(context);
            }
            if (hint != null) {
                text.append(" Hint: ").append(hint);
            }
            return text.append(" [").append(code).append(']').toString();
        }
    }
}
