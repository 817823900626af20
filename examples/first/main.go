package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

func main() {
	client, err := resico.New(resico.Credentials{
		ClientCode: shelfwire.NewSecret(os.Getenv("RESICO_CLIENT_CODE")),
		ClientKey:  shelfwire.NewSecret(os.Getenv("RESICO_CLIENT_KEY")),
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	for product, err := range client.Products.All(context.Background(), resico.ProductQuery{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(product.SKU, product.Name, product.Price)
	}
}
