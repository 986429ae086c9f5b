/**
 * How the builder finds providers and connections. Not API.
 */
@NullMarked
package io.dbops.internal;

import org.jspecify.annotations.NullMarked;
