/**
 * What the build holds true of the shape of the code: packages, modules, providers, size. It reads the compiled
 * classes and the sources of every module of the reactor, and feeds nobody.
 */
@NullMarked
package io.dbops.verification.architecture;

import org.jspecify.annotations.NullMarked;
