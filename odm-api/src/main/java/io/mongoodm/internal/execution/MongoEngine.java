package io.mongoodm.internal.execution;

/** In work. */
abstract class MongoEngine implements Engine {
}
