# Statements in R, from the Parquet that `sayso export --as parquet` or a job on Spark writes:
#
#   sayso export --ledger war.db --as parquet -o statements.parquet
#   Rscript examples/parquet.R statements.parquet
#
# Reads by pyarrow through the package reticulate (RETICULATE_PYTHON names a Python that has pyarrow).
library(reticulate)

read_statements <- function(file) {
  table <- import("pyarrow.parquet")$read_table(file)
  read_column <- function(name) {
    column <- table$column(name)
    type <- as.character(column$type)
    if (type == "date32[day]") {
      column <- column$cast("string")
    }
    values <- column$to_pylist()
    if (startsWith(type, "list")) {
      return(I(lapply(values, as.character)))
    }
    values <- unlist(lapply(values, function(value) if (is.null(value)) NA else value))
    if (type == "date32[day]") as.Date(values) else values
  }
  columns <- lapply(table$column_names, read_column)
  names(columns) <- table$column_names
  as.data.frame(columns)
}

# Which country's actors do what, as a source says for certain.
count_certain <- function(statements) {
  certain <- statements[statements$factuality == "CT+" & lengths(statements$actor_countries) > 0, ]
  actor <- vapply(certain$actor_countries, function(countries) countries[1], "")
  counts <- as.data.frame(table(actor = actor, type = certain$type), responseName = "statements")
  counts[nzchar(as.character(counts$actor)) & counts$statements > 0, ]
}

file <- commandArgs(trailingOnly = TRUE)[1]
if (!is.na(file)) {
  print(count_certain(read_statements(file)), row.names = FALSE)
}
