/** Marks of API elements. Read by people and tools; no code depends on them at run time. */
@NullMarked
package io.dbops.annotation;

import org.jspecify.annotations.NullMarked;
