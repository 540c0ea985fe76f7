/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/measured_tables.h"

#include <math.h>

static const validate_figure dense_figures[] = {
    {"time per token: median error", VALIDATE_AT_MOST, 0.042},
    {"time per token: 90 % within", VALIDATE_AT_MOST, NAN},
    {"time to the first token: median error", VALIDATE_AT_MOST, NAN},
    {0},
};
static const validate_figure mixture_figures[] = {
    {"time per token: median error", VALIDATE_AT_MOST, 0.10},
    {"time per token: 90 % within", VALIDATE_AT_MOST, NAN},
    {"time to the first token: median error", VALIDATE_AT_MOST, NAN},
    {0},
};
static const validate_figure roofline_figures[] = {
    {"median error of configurations", VALIDATE_AT_MOST, 0.25},
    {"configurations in their interval", VALIDATE_AT_LEAST, 0.9},
    {"runs in their interval", VALIDATE_AT_LEAST, 0.9},
    {0},
};
static const validate_figure compiled_figures[] = {
    {"time per token: largest error", VALIDATE_AT_MOST, 0.05},
    {"time to the first token: largest error", VALIDATE_AT_MOST, NAN},
    {0},
};
static const validate_figure profile_figures[] = {
    {"steps that only decode: rms error", VALIDATE_AT_MOST, 0.02},
    {"all steps: rms error (the book's)", VALIDATE_WITHIN, 0.05},
    {0},
};

static const bool dense = false, mixtures = true;
static const validate_compiled inf2_8b = {"Inf2.48xlarge",   "Llama-3-8B", "aws/inferentia2",
                                          "meta/llama-3-8b", "int8",       12},
                               inf2_70b = {"Inf2.48xlarge",    "Llama-3-70B", "aws/inferentia2",
                                           "meta/llama-3-70b", "bf16",        12},
                               trn1_8b = {"trn1.32xlarge",   "Llama-3-8B", "aws/trainium1",
                                          "meta/llama-3-8b", "int8",       16},
                               trn1_70b = {"trn1.32xlarge",    "Llama-3-70B", "aws/trainium1",
                                           "meta/llama-3-70b", "bf16",        16};
static const validate_profiled rtx_4090 = {"RTX4090-Llama-3.1-8B-bf16-tp1", "nvidia/rtx-4090"},
                               rtx_pro = {"RTXPRO6000-Llama-3.1-8B-bf16-tp1",
                                          "nvidia/rtx-pro-6000"};

#define MEASURED "measured data"
const validate_measured validate_measured_tables[] = {
    {MEASURED, "dense models, a batch left out", dense_figures, validate_play_speeds, &dense},
    {MEASURED, "mixtures, a batch left out", mixture_figures, validate_play_speeds, &mixtures},
    {MEASURED, "dense models, a family left out", roofline_figures, validate_play_roofline,
     &dense},
    {MEASURED, "mixtures, a family left out", roofline_figures, validate_play_roofline,
     &mixtures},
    {MEASURED, "Inferentia2, Llama 3 8B", compiled_figures, validate_play_compiled, &inf2_8b},
    {MEASURED, "Inferentia2, Llama 3 70B", compiled_figures, validate_play_compiled, &inf2_70b},
    {MEASURED, "Trainium, Llama 3 8B", compiled_figures, validate_play_compiled, &trn1_8b},
    {MEASURED, "Trainium, Llama 3 70B", compiled_figures, validate_play_compiled, &trn1_70b},
    {MEASURED, "RTX 4090, profile of layers", profile_figures, validate_play_profile,
     &rtx_4090},
    {MEASURED, "RTX PRO 6000, profile of layers", profile_figures, validate_play_profile,
     &rtx_pro},
    {0},
};
