#!/usr/bin/env bash
# PrairieLearn runs this for each submission, in a container of its own.
root=${GRADE_ROOT:-/grade}
kit=$root/serverFilesCourse/gradient_descent/kit
# Nobody but the grader reads these, whatever else this machine lacks.
chmod 600 "$kit/secret.key"
chmod -R go= "$kit/grader/hidden" "$kit/solutions"
if [ -d "$kit/course" ]; then chmod -R go= "$kit/course"; fi
cd "$kit" || exit 1
exec python3 -m grader.release.autograder --service prairielearn --root "$root"
