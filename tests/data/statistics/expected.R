# Makes expected.csv out of matrix.csv with R and its package psych (Debian: r-base-core, r-cran-psych).
# Run in this folder: Rscript expected.R
# An empty cell counts as 0 points: the item was left open.
library(psych)

marks <- read.csv("matrix.csv", row.names = 1, check.names = FALSE)
marks[is.na(marks)] <- 0

rows <- data.frame(matrix = character(), what = character(), item = character(), value = numeric())
put <- function(matrix, what, item, value) {
  rows[nrow(rows) + 1, ] <<- list(matrix, what, item, value)
}

analyse <- function(name, x) {
  n <- nrow(x)
  total <- rowSums(x)
  a <- suppressWarnings(suppressMessages(alpha(x, check.keys = FALSE, warnings = FALSE)))
  shape <- describe(total, type = 2) # the bias-corrected skewness and kurtosis, as k-statistics
  put(name, "mean", "", shape$mean)
  put(name, "median", "", shape$median)
  put(name, "sd", "", shape$sd)
  put(name, "skewness", "", shape$skew)
  put(name, "kurtosis", "", shape$kurtosis)
  put(name, "alpha", "", a$total$raw_alpha)
  put(name, "sem", "", shape$sd * sqrt(1 - a$total$raw_alpha))
  put(name, "error_ratio", "", 100 * sqrt(1 - a$total$raw_alpha))
  size <- floor(0.27 * n + 0.5)
  for (item in names(x)) {
    mark <- x[[item]]
    rest <- total - mark
    put(name, "facility", item, mean(mark))
    put(name, "item_sd", item, sd(mark))
    put(name, "item_total", item, a$item.stats[item, "raw.r"])
    put(name, "item_rest", item, a$item.stats[item, "r.drop"])
    put(name, "efficiency", item, 100 * cov(mark, rest) / cov(sort(mark), sort(rest)))
    put(name, "alpha_without", item, a$alpha.drop[item, "raw_alpha"])
    # People tied at a cut share the places left in equal parts.
    high <- sort(total, decreasing = TRUE)[size]
    low <- sort(total)[size]
    top <- ifelse(total > high, 1, ifelse(total == high, (size - sum(total > high)) / sum(total == high), 0))
    bottom <- ifelse(total < low, 1, ifelse(total == low, (size - sum(total < low)) / sum(total == low), 0))
    put(name, "upper_lower", item, sum(top * mark) / size - sum(bottom * mark) / size)
    if (all(mark %in% c(0, 1))) {
      interval <- prop.test(sum(mark), n, correct = FALSE)$conf.int # Wilson's
      put(name, "low", item, interval[1])
      put(name, "high", item, interval[2])
    }
  }
}

analyse("whole", marks)
# Every other item turned round: their covariances are negative, and so is alpha.
turned <- marks
turned[, seq(1, ncol(turned), 2)] <- 1 - turned[, seq(1, ncol(turned), 2)]
analyse("turned", turned)
analyse("few", marks[1:10, 2:6])
rows$value <- sprintf("%.12g", rows$value)
write.csv(rows, "expected.csv", row.names = FALSE, quote = FALSE)
