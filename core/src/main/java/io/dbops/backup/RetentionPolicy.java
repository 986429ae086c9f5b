package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are kept. A backup is kept when any rule keeps it; the newest one always is. Rules by the calendar keep the newest backup of
 * each of the newest days, weeks (ISO 8601, from Monday), months and years <em>that have any</em>, so that a pause in backups
 * removes nothing. Immutable.
 */
public final class RetentionPolicy {

    private final int last;
    private final int daily;
    private final int weekly;
    private final int monthly;
    private final int yearly;
    private final @Nullable Duration within;
    private final ZoneId zone;

    private RetentionPolicy(Builder builder) {
        this.last = builder.last;
        this.daily = builder.daily;
        this.weekly = builder.weekly;
        this.monthly = builder.monthly;
        this.yearly = builder.yearly;
        this.within = builder.within;
        this.zone = builder.zone;
    }

    /** Grandfather, father, son, with days in UTC. */
    public static RetentionPolicy gfs(int daily, int weekly, int monthly, int yearly) {
        return builder()
                .daily(daily)
                .weekly(weekly)
                .monthly(monthly)
                .yearly(yearly)
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many of the newest backups are kept. */
    public int last() {
        return last;
    }

    /** Of how many days the newest backup is kept. */
    public int daily() {
        return daily;
    }

    public int weekly() {
        return weekly;
    }

    public int monthly() {
        return monthly;
    }

    public int yearly() {
        return yearly;
    }

    /** Backups that are younger than that are kept. */
    public Optional<Duration> within() {
        return Optional.ofNullable(within);
    }

    /** Where days begin; UTC by default. */
    public ZoneId zone() {
        return zone;
    }

    @Override
    public String toString() {
        List<String> rules = new ArrayList<>();
        rule(rules, last, "last");
        rule(rules, daily, "daily");
        rule(rules, weekly, "weekly");
        rule(rules, monthly, "monthly");
        rule(rules, yearly, "yearly");
        within().ifPresent(duration -> rules.add("all within " + duration));
        return String.join(", ", rules) + " in " + zone;
    }

    private static void rule(List<String> rules, int count, String what) {
        if (count > 0) {
            rules.add(count + " " + what);
        }
    }

    /** Collects rules, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private int last;
        private int daily;
        private int weekly;
        private int monthly;
        private int yearly;
        private @Nullable Duration within;
        private ZoneId zone = ZoneOffset.UTC;

        private Builder() {}

        public Builder last(int count) {
            this.last = once.set("last", count("last", count));
            return this;
        }

        public Builder daily(int count) {
            this.daily = once.set("daily", count("daily", count));
            return this;
        }

        public Builder weekly(int count) {
            this.weekly = once.set("weekly", count("weekly", count));
            return this;
        }

        public Builder monthly(int count) {
            this.monthly = once.set("monthly", count("monthly", count));
            return this;
        }

        public Builder yearly(int count) {
            this.yearly = once.set("yearly", count("yearly", count));
            return this;
        }

        public Builder within(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("within is a positive duration, not " + age);
            }
            this.within = once.set("within", age);
            return this;
        }

        public Builder zone(ZoneId where) {
            this.zone = once.set("zone", where);
            return this;
        }

        /** A policy that keeps nothing is refused: it would be a mistake. */
        public RetentionPolicy build() {
            if (last + daily + weekly + monthly + yearly == 0 && within == null) {
                throw new IllegalArgumentException("a retention policy keeps something: name at least one rule");
            }
            return new RetentionPolicy(this);
        }

        private static int count(String rule, int count) {
            if (count < 0 || count > 100_000) {
                throw new IllegalArgumentException(rule + " is a number from 0 to 100000, not " + count);
            }
            return count;
        }
    }
}
