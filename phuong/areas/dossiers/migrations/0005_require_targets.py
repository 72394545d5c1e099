from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_fill_targets")]

    operations = [
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["received", "in_work", "signing"]), _negated=True),
                    models.Q(("target_at__isnull", False), ("target_on__isnull", False)),
                    _connector="OR",
                ),
                name="dossier_running_has_target",
            ),
        ),
    ]
