/**
 * The contracts of the SPI as tests: abstract JUnit classes that whoever implements an interface extends. Fed by the
 * implementation under test, read by JUnit.
 */
@NullMarked
package io.dbops.testkit.tck;

import org.jspecify.annotations.NullMarked;
