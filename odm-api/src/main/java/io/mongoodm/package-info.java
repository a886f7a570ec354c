/**
 * Records as MongoDB documents. {@link io.mongoodm.Odm} is where everything starts: it connects, checks the models, and
 * gives a {@link io.mongoodm.Model} for each.
 */
@NullMarked
package io.mongoodm;

import org.jspecify.annotations.NullMarked;
