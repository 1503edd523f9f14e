"""The order that gave electronic signatures their force was a switch; it is a row of its own."""

from datetime import date

from django.db import migrations


def move(apps, schema_editor):
    Organisation = apps.get_model("people", "Organisation")
    EnablingOrder = apps.get_model("people", "EnablingOrder")
    for organisation in Organisation.objects.all():
        order = organisation.switches.pop("e_signature_order", None)
        if order is None:
            continue
        if order.get("number") and order.get("date"):
            EnablingOrder.objects.get_or_create(
                number=order["number"], date=date.fromisoformat(order["date"])
            )
        organisation.save(update_fields=["switches"])


def move_back(apps, schema_editor):
    order = apps.get_model("people", "EnablingOrder").objects.filter(until=None).first()
    organisation = apps.get_model("people", "Organisation").objects.first()
    if order and organisation:
        organisation.switches["e_signature_order"] = {
            "number": order.number,
            "date": order.date.isoformat(),
        }
        organisation.save(update_fields=["switches"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_signing")]

    operations = [migrations.RunPython(move, move_back)]
