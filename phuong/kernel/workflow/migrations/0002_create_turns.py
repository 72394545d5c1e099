import django.db.models.deletion
from django.db import migrations, models

import phuong.kernel.wards.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("wards", "0001_create_tables"),
        ("workflow", "0001_create_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=phuong.kernel.wards.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("job", models.CharField(max_length=60, verbose_name="việc")),
                ("held_until", models.DateTimeField(null=True, verbose_name="đang chạy đến")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="bắt đầu lúc")),
                ("done_at", models.DateTimeField(null=True, verbose_name="xong lúc")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="hỏng lúc")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="số dòng đã đổi")),
                (
                    "ward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wards.ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt việc định kỳ",
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "job"), name="turn_of_job"),
                    models.UniqueConstraint(fields=("ward", "id"), name="workflow_turn_ward_id"),
                ],
            },
        ),
    ]
