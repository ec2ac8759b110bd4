# Reference numbers for core/evidence, by R's metafor (Debian r-cran-metafor).
#
#   Rscript validation/metafor.R tests/reference/data > tests/reference/data/metafor.csv
#
# Every table of the folder whose name begins with its measure is pooled by every method and test;
# iterations go on until nothing changes.
suppressPackageStartupMessages(library(metafor))
folder <- commandArgs(trailingOnly = TRUE)[1]
tight <- list(threshold = 1e-14, maxiter = 100000, tol = 1e-14)
say <- function(...) cat(paste(c(...), collapse = ","), "\n", sep = "")
num <- function(x) if (is.null(x) || length(x) == 0 || is.na(x)) "" else sprintf("%.15g", x)
effects <- function(measure, d) {
  if (measure == "GEN") return(data.frame(yi = d$yi, vi = d$vi))
  if (measure %in% c("MD", "SMD", "ROM"))
    return(escalc(measure, n1i = n1, m1i = mean1, sd1i = sd1, n2i = n2, m2i = mean2, sd2i = sd2, data = d))
  escalc(measure, ai = events1, n1i = n1, ci = events2, n2i = n2, data = d)
}
say("file", "method", "test", "name", "value")
for (file in sort(list.files(folder, pattern = "^(MD|SMD|ROM|RR|OR|RD|GEN)-.*csv$"))) {
  measure <- sub("-.*", "", file)
  e <- effects(measure, read.csv(file.path(folder, file)))
  for (i in seq_len(nrow(e))) {
    say(file, "", "", paste0("yi", i), num(e$yi[i]))
    say(file, "", "", paste0("vi", i), num(e$vi[i]))
  }
  for (method in c("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")) {
    for (test in c("z", "knha")) {
      f <- try(suppressWarnings(rma(yi, vi, data = e, method = method, test = test, control = tight)), silent = TRUE)
      if (inherits(f, "try-error")) next
      p <- suppressWarnings(predict(f))
      pi <- if (method == "EE") c(NA, NA) else c(p$pi.lb, p$pi.ub)
      values <- list(estimate = f$beta[1], se = f$se, ci_low = f$ci.lb, ci_high = f$ci.ub, p = f$pval,
                     tau2 = f$tau2, i2 = f$I2, h2 = f$H2, q = f$QE, q_p = f$QEp, pi_low = pi[1], pi_high = pi[2])
      for (name in names(values)) say(file, method, test, name, num(values[[name]]))
      w <- weights(f)
      for (i in seq_along(w)) say(file, method, test, paste0("weight", i), num(w[i]))
    }
    if (nrow(e) > 2) {
      f <- try(suppressWarnings(rma(yi, vi, data = e, method = method, control = tight)), silent = TRUE)
      if (inherits(f, "try-error")) next
      if (method != "EE") {
        ci <- try(suppressWarnings(confint(f, control = list(tol = 1e-14, maxiter = 1e5, tau2.max = 1e5 * (1 + var(e$yi) + mean(e$vi))))$random[1, ]), silent = TRUE)
        if (!inherits(ci, "try-error")) {
          say(file, method, "z", "tau2_ci_low", num(ci[2]))
          say(file, method, "z", "tau2_ci_high", num(ci[3]))
        }
      }
      t <- try(suppressWarnings(trimfill(f, control = tight)), silent = TRUE)
      if (!inherits(t, "try-error")) {
        say(file, method, "z", "fill_k0", t$k0)
        say(file, method, "z", "fill_side", t$side)
        say(file, method, "z", "fill_estimate", num(t$beta[1]))
        say(file, method, "z", "fill_ci_low", num(t$ci.lb))
        say(file, method, "z", "fill_ci_high", num(t$ci.ub))
      }
      for (i in seq_len(nrow(e))) { # leave1out() takes no control of its own
        l <- try(suppressWarnings(rma(yi, vi, data = e[-i, ], method = method, control = tight)), silent = TRUE)
        if (!inherits(l, "try-error")) say(file, method, "z", paste0("without", i), num(l$beta[1]))
      }
    }
  }
  if (nrow(e) > 2) {
    g <- try(suppressWarnings(regtest(e$yi, e$vi, model = "lm")), silent = TRUE)
    if (!inherits(g, "try-error")) {
      say(file, "", "", "egger_stat", num(g$zval))
      say(file, "", "", "egger_p", num(g$pval))
    }
    r <- suppressWarnings(ranktest(e$yi, e$vi))
    say(file, "", "", "rank_tau", num(r$tau))
    say(file, "", "", "rank_p", num(r$pval))
  }
}
