package io.dbops.verification.clean;

import java.sql.Types;
import org.h2.api.AggregateFunction;

/** An aggregate of H2. */
public final class CountingAggregate implements AggregateFunction {

    private int count;

    @Override
    public int getType(int[] inputTypes) {
        return Types.INTEGER;
    }

    @Override
    public void add(Object value) {
        count++;
    }

    @Override
    public Object getResult() {
        return count;
    }
}
