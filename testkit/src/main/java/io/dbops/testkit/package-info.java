/**
 * What tests of DbOps and of its extensions stand on: a store in memory, injected faults, and the search for leaks. Fed by
 * the SPI of dbops-core, used by the contract tests and by whoever tests an extension.
 */
@NullMarked
package io.dbops.testkit;

import org.jspecify.annotations.NullMarked;
