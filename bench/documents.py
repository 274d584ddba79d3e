"""The documents of the bench, the same in every run: one generator per kind.

An order is about 965 bytes of JSON (nested customer, one or two addresses, one
to five items), an event about 395 (an envelope of schema and data).  All keep
their schema; break_document() makes one that does not.
"""
import datetime
import random
import uuid

FIRST = ("Amara Boris Celia Dario Edith Felix Gemma Henri Irena Jorge "
         "Klara Louis Marta Niels Ottilie Pavel Renata Simon Teresa Viktor").split()
LAST = ("Andersen Bianchi Carvalho Dvorak Eklund Fontaine Gomez Hofmann Isaksen Jovanovic "
        "Kowalski Larsen Moretti Nilsson Oliveira Pospisil Richter Santos Thomsen Wagner").split()
STREET = "Abbey Bridge Castle Chapel Church Forest Garden Harbour Market Station".split()
PLACE = [("Amsterdam", "NL"), ("Barcelona", "ES"), ("Cologne", "DE"), ("Florence", "IT"), ("Geneva", "CH"),
         ("Helsinki", "FI"), ("Krakow", "PL"), ("Lyon", "FR"), ("Porto", "PT"), ("Salzburg", "AT")]
THING = "Bench Clock Kettle Lantern Mirror Pillow Shelf Stool".split()
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Documents:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def uuid(self):
        return str(uuid.UUID(int=self.r.getrandbits(128), version=4))

    def time(self):
        t = datetime.datetime(2026, 1, 1) + datetime.timedelta(milliseconds=self.r.randrange(300 * 86400 * 1000))
        return t.isoformat(timespec="milliseconds") + "Z"

    def person(self):
        first, last = self.r.choice(FIRST), self.r.choice(LAST)
        return f"{first} {last}", f"{first}.{last}{self.r.randrange(1000)}@example.com".lower()

    def address(self):
        r = self.r
        city, country = r.choice(PLACE)
        address = {"line1": f"{r.randrange(1, 999)} {r.choice(STREET)} Street", "city": city,
                   "postal_code": f"{r.randrange(10**5):05}", "country": country}
        if r.random() < 0.3:
            address["line2"] = f"Floor {r.randrange(1, 40)}"
        if r.random() < 0.2:
            address["state"] = r.choice(["NH", "CT", "NW", "TI"])
        return address

    def item(self):
        r = self.r
        item = {"sku": f"{''.join(r.choices(LETTERS, k=3))}-{r.randrange(10**5):05}",
                "name": f"{r.choice(STREET)} {r.choice(THING)} {r.randrange(100)}",
                "quantity": r.randrange(1, 9), "unit_price": r.randrange(100, 99999) / 100,
                "tax_rate": r.choice([0, 0.07, 0.19, 0.2])}
        if r.random() < 0.3:
            item["tags"] = r.sample(["sale", "new", "gift", "fragile", "bulky", "eco"], r.randrange(1, 4))
        return item

    def order(self):
        r = self.r
        name, email = self.person()
        items = [self.item() for _ in range(r.randrange(1, 6))]
        order = {
            "event_id": self.uuid(),
            "event_type": r.choice(["order.created", "order.paid", "order.shipped", "order.cancelled"]),
            "event_version": r.randrange(1, 4),
            "occurred_at": self.time(),
            "source": r.choice(["web", "ios", "android", "pos"]),
            "order_id": f"ORD-{r.randrange(10**8):08}",
            "currency": r.choice(["EUR", "USD", "GBP"]),
            "total_amount": round(sum(i["quantity"] * i["unit_price"] for i in items), 2),
            "status": r.choice(["pending", "paid", "shipped", "delivered", "cancelled"]),
            "customer": {"id": r.randrange(1, 10**7), "email": email, "name": name,
                         "phone": f"+41{r.randrange(10**10):010}", "vip": r.random() < 0.1},
            "shipping_address": self.address(),
            "items": items,
            "is_gift": r.random() < 0.1,
        }
        if r.random() < 0.5:
            order["billing_address"] = self.address()
        if r.random() < 0.3:
            order["coupon_code"] = f"{r.choice(['SPRING', 'HELLO', 'LOYAL'])}{r.randrange(100):02}"
        if r.random() < 0.4:
            order["metadata"] = {"ip": ".".join(str(r.randrange(1, 255)) for _ in range(4)),
                                 "ua": f"Mozilla/5.0 (X11; Linux x86_64) Firefox/{r.randrange(90, 140)}.0"}
        if r.random() < 0.2:
            order["notes"] = None if r.random() < 0.3 else f"Ring the bell of flat {r.randrange(1000)}"
        return order

    def event(self):
        r = self.r
        name, email = self.person()
        return {
            "schema": f"com.example.user_profile_updated.v{r.randrange(1, 4)}",
            "data": {
                "event_id": self.uuid(),
                "event_time": self.time(),
                "user": {"id": r.randrange(1, 10**9), "email": email,
                         "profile": {"name": name,
                                     "updated_fields": r.sample(["name", "email", "phone", "avatar", "locale", "bio"],
                                                                r.randrange(1, 5))}},
                "metadata": {"source": r.choice(["web", "mobile", "api"]), "request_id": self.uuid(),
                             "retry": r.randrange(3)},
            },
        }

    def broken(self, kind):
        """A document of the kind that breaks its schema in one or two places."""
        document = getattr(self, kind)()
        if kind == "order":
            breaks = [lambda d: d.pop("status"),
                      lambda d: d.update(event_version=11),
                      lambda d: d.update(occurred_at="yesterday"),
                      lambda d: d["customer"].update(email="nobody"),
                      lambda d: d["items"][-1].update(quantity="2"),
                      lambda d: d["shipping_address"].update(postal_code="1234"),
                      lambda d: d.update(extra=True)]
        else:
            breaks = [lambda d: d["data"].pop("event_time", None),
                      lambda d: d["data"].update(event_id="none"),
                      lambda d: d["data"]["user"].update(id=0),
                      lambda d: d["data"]["user"].update(email="nobody"),
                      lambda d: d["data"]["user"]["profile"].update(updated_fields=[]),
                      lambda d: d["data"]["metadata"].update(source="fax"),
                      lambda d: d.update(extra=True)]
        for break_ in self.r.sample(breaks, self.r.randrange(1, 3)):
            break_(document)
        return document
