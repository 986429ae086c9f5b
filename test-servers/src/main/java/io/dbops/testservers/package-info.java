/**
 * The real database servers of the project's own tests: unpacked from archives that the build fetched, or named by the
 * environment, started at most once per JVM and stopped with it. It feeds fresh databases to every test that needs one.
 */
@NullMarked
package io.dbops.testservers;

import org.jspecify.annotations.NullMarked;
