/**
 * The same functions as futures and iterators, on virtual threads, and transactions in structured scopes. {@link
 * io.mongoodm.vthreads.AsyncOdm} is where it starts: it connects, or works over a blocking {@link io.mongoodm.Odm}, and gives an
 * {@link io.mongoodm.vthreads.AsyncModel} for each model. An async name is the blocking one with an {@code a} in front.
 *
 * <p>{@link io.mongoodm.vthreads.AsyncQuery} is what {@code afind} gives, {@link io.mongoodm.vthreads.AsyncIterator} one pass over its
 * result, and {@link io.mongoodm.vthreads.TransactionScope} what the body of a transaction works with.
 */
@NullMarked
package io.mongoodm.vthreads;

import org.jspecify.annotations.NullMarked;
