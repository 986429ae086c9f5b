package io.dbops.verification;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A test that mostly waits, so that its runs on several databases, and those of the other tests of its class, overlap: but
 * only one at a time on each database. A class has it at all of its tests or at none. Connections that a run leaves open on its
 * own server are found when the run ends, everything else that is left behind when the class does.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
public @interface AtOnce {}
