/**
 * Records as MongoDB documents. {@link io.mongoodm.Odm} is where everything starts: it connects, checks the models, and
 * gives a {@link io.mongoodm.Model} for each.
 *
 * <p>A {@link io.mongoodm.Query} is what {@code find} gives, a {@link io.mongoodm.Ref} refers to a document of another model,
 * {@link io.mongoodm.Transaction} is what the body of a transaction works with, and an {@link io.mongoodm.IndexPlan} says what becomes of
 * the indexes. Errors that this library writes itself are kinds of {@link io.mongoodm.OdmException}. What records say about themselves
 * is in {@code io.mongoodm.annotation}, typed fields are in {@code io.mongoodm.query}.
 */
@NullMarked
package io.mongoodm;

import org.jspecify.annotations.NullMarked;
