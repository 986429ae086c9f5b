/**
 * A second reader of repositories, written from {@code docs/formats/repository-v1.md} alone: it shares no code with the
 * library, which an architecture rule holds to.
 */
@NullMarked
package io.dbops.verification.reader;

import org.jspecify.annotations.NullMarked;
