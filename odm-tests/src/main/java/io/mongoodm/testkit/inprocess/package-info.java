/**
 * The in-process MongoDB server of the test kit: a test double built on mongo-java-server, with sessions and
 * transactions of its own.
 *
 * <p>{@link io.mongoodm.testkit.inprocess.InProcessServer} is the only door. Behind it, from the wire inwards:
 * {@code Connection} reads and answers messages, {@code Dispatcher} runs one command after the other under the lock of
 * the {@code Store}, {@code Sessions} decides in which transaction a command runs, and {@code StoredCollection} keeps
 * documents that are never changed in place, so that a snapshot costs nothing until somebody writes.
 */
@NullMarked
package io.mongoodm.testkit.inprocess;

import org.jspecify.annotations.NullMarked;
